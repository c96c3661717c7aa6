package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.policy.Policy.Inhibition;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Inhibition as Alertmanager defines it, kept up incrementally among the firing alerts of each scope.
 *
 * <p>Per rule, alerts are filed under the values of its {@code equal} labels; an absent label files as an empty one. Of the
 * sources in a file the one with the lowest fingerprint speaks for all, so that a firing or a resolve costs a look at each
 * rule and touches targets only when that one changes. An alert that matches both sides is not inhibited by others that
 * do, itself among them.
 */
final class Inhibitions {
    private static final Comparator<AlertState> BY_FINGERPRINT =
            (a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint);

    private record Key(Scope scope, List<String> values) {}

    /** Alerts that agree in the equal labels of a rule, by the sides they match. */
    private static final class File {
        final NavigableSet<AlertState> sources = new TreeSet<>(BY_FINGERPRINT);
        final NavigableSet<AlertState> targets = new TreeSet<>(BY_FINGERPRINT);
        final NavigableSet<AlertState> both = new TreeSet<>(BY_FINGERPRINT);

        NavigableSet<AlertState> side(boolean source, boolean target) {
            return source && target ? both : source ? sources : targets;
        }

        @Nullable
        AlertState speaksTo(boolean alsoSource) {
            AlertState pure = sources.isEmpty() ? null : sources.first();
            if (alsoSource || both.isEmpty()) {
                return pure;
            }
            AlertState two = both.first();
            return pure == null || BY_FINGERPRINT.compare(two, pure) < 0 ? two : pure;
        }

        boolean isEmpty() {
            return sources.isEmpty() && targets.isEmpty() && both.isEmpty();
        }
    }

    private static final class Rule {
        final Inhibition inhibition;
        final Map<Key, File> files = new HashMap<>();

        Rule(Inhibition inhibition) {
            this.inhibition = inhibition;
        }

        Key key(Scope scope, Labels labels) {
            List<String> values = new ArrayList<>(inhibition.equal().size());
            for (String name : inhibition.equal()) {
                values.add(labels.getOrEmpty(name));
            }
            return new Key(scope, values);
        }
    }

    private final Set<AlertState> affected = new LinkedHashSet<>();
    private List<Rule> rules = List.of();

    /** Other rules, over the alerts that fire now. Whoever is affected is for the caller to find out. */
    void rule(List<Inhibition> inhibitions, Collection<AlertState> firing) {
        rules = inhibitions.stream().map(Rule::new).toList();
        firing.forEach(this::began);
        affected.clear();
    }

    void began(AlertState alert) {
        file(alert, true);
    }

    void ended(AlertState alert) {
        file(alert, false);
    }

    private void file(AlertState alert, boolean add) {
        for (Rule rule : rules) {
            boolean source = rule.inhibition.source().matches(alert.labels);
            boolean target = rule.inhibition.target().matches(alert.labels);
            if (source || target) {
                Key key = rule.key(alert.scope, alert.labels);
                File file = rule.files.computeIfAbsent(key, unused -> new File());
                AlertState before = file.speaksTo(false);
                AlertState beforeToBoth = file.speaksTo(true);
                if (add) {
                    file.side(source, target).add(alert);
                } else {
                    file.side(source, target).remove(alert);
                }
                if (before != file.speaksTo(false)) {
                    affected.addAll(file.targets);
                }
                if (beforeToBoth != file.speaksTo(true)) {
                    affected.addAll(file.both);
                }
                if (file.isEmpty()) {
                    rule.files.remove(key);
                }
            }
        }
    }

    /** Who inhibits an alert with these labels: at most one for each rule, 16 hexadecimal digits each, sorted. */
    List<String> inhibitors(Scope scope, Labels labels) {
        TreeSet<String> out = new TreeSet<>();
        for (Rule rule : rules) {
            if (rule.inhibition.target().matches(labels)) {
                File file = rule.files.get(rule.key(scope, labels));
                AlertState source = file == null
                        ? null
                        : file.speaksTo(rule.inhibition.source().matches(labels));
                if (source != null) {
                    out.add(Fingerprint.toHex(source.fingerprint));
                }
            }
        }
        return List.copyOf(out);
    }

    /** Alerts whose inhibitors may have changed since this was last asked. */
    List<AlertState> affected() {
        List<AlertState> out = List.copyOf(affected);
        affected.clear();
        return out;
    }
}
