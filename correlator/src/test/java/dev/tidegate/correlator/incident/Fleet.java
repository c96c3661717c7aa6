package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.NodeIdentity;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;

/** A fleet under watch, in the operator's words: {@code at}, {@code fires}, {@code ends}, {@code asks}. */
final class Fleet {
    static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");

    final Incidents incidents;
    final List<IncidentFact> told = new ArrayList<>();
    final Map<String, MemberImage> members = new LinkedHashMap<>();
    final Map<Long, Episode> firing = new HashMap<>();
    private final Map<Long, Integer> episodes = new HashMap<>();
    private Instant now = MORNING;

    Fleet(Policy policy) {
        incidents = new Incidents(policy);
    }

    Fleet(Incidents incidents) {
        this.incidents = incidents;
    }

    /** Moves the log's time to so many seconds after the morning; what is due on the way happens. */
    Fleet at(double seconds) {
        Instant to = MORNING.plusMillis(Math.round(seconds * 1000));
        while (incidents.due().filter(due -> !due.isAfter(to)).isPresent()) {
            now = incidents.due().orElseThrow();
            takes(incidents.tick(now));
        }
        now = to;
        return this;
    }

    Instant now() {
        return now;
    }

    /** An alert fires; gives back its incident. */
    String fires(String alertname, String severity, String host, String... labels) {
        return fires(labels(alertname, severity, host, labels));
    }

    String fires(Labels labels) {
        long fingerprint = Fingerprint.of(labels);
        Scope scope = Scope.of(labels.getOrEmpty("cluster"));
        Episode episode = new Episode(
                scope,
                fingerprint,
                episodes.merge(fingerprint, 1, Integer::sum),
                labels,
                labels.getOrEmpty("alertname"),
                Severity.parse(labels.get("severity")),
                NodeIdentity.DEFAULT.of(labels),
                now,
                now);
        firing.put(fingerprint, episode);
        takes(incidents.decide(new Happening.Fired(episode), now));
        return incidents.incidentOf(scope, fingerprint).orElseThrow();
    }

    void ends(String alertname, String severity, String host, String... labels) {
        ends(labels(alertname, severity, host, labels));
    }

    void ends(Labels labels) {
        Episode episode = Objects.requireNonNull(firing.remove(Fingerprint.of(labels)), "it does not fire");
        takes(incidents.decide(new Happening.Ended(episode.scope(), episode.fingerprint(), episode.episode()), now));
    }

    void allEnds() {
        List.copyOf(firing.values()).forEach(episode -> ends(episode.labels()));
    }

    /** A person asks; gives back what came of it. */
    IncidentFact asks(Command command) {
        List<IncidentFact> facts = incidents.decide(new Happening.Asked(command), now);
        takes(facts);
        return facts.getFirst();
    }

    IncidentImage image(String id) {
        return incidents.image(id);
    }

    /** Ids of all incidents that are told of and not merged away. */
    NavigableSet<String> all() {
        NavigableSet<String> ids = new TreeSet<>();
        for (IncidentFact fact : told) {
            if (fact instanceof IncidentFact.Opened opened
                    && image(opened.incident()).mergedInto() == null) {
                ids.add(opened.incident());
            }
        }
        return ids;
    }

    List<String> kinds() {
        return told.stream().map(IncidentFact::kind).distinct().toList();
    }

    long count(String kind) {
        return told.stream().filter(fact -> fact.kind().equals(kind)).count();
    }

    static Labels labels(String alertname, String severity, String host, String... more) {
        Labels.Builder builder = new Labels.Builder();
        builder.add("alertname", alertname)
                .add("severity", severity)
                .add("host", host)
                .add("cluster", "site-1");
        for (int i = 0; i < more.length; i += 2) {
            builder.add(more[i], more[i + 1]);
        }
        return builder.build();
    }

    static String hex(Labels labels) {
        return Fingerprint.toHex(Fingerprint.of(labels));
    }

    static Policy strength(double strength) {
        return Policy.DEFAULT.withCorrelation(new Policy.Correlation(strength, 2, 6, 2, 600));
    }

    Duration since(Instant then) {
        return Duration.between(then, now);
    }

    private void takes(List<IncidentFact> facts) {
        for (IncidentFact fact : facts) {
            incidents.apply(fact);
            told.add(fact);
            for (MemberImage member : fact.members()) {
                members.put(member.incident() + '/' + member.fingerprint() + '/' + member.episode(), member);
            }
        }
    }
}
