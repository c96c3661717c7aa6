package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.judge.Verdict.Cause;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one signal: what counts as evidence of it, its limit, its comparison, and its own verdict with its words. */
final class SignalJudge {
    /** The part of a signal's budget that is kept for what was learnt from the snapshot being wrong. */
    private static final double DOUBT = 0.05;

    private static final int WORST = 5;
    /** Logarithm of a node's own evidence at which it is clearly in trouble. */
    private static final double SPEAKS_UP = Math.log(10);

    /** Evidence at which the control counts as worse than before; it holds, so it need not be as strong as for a pull-back. */
    private static final double SITE_WIDE = 100;

    private final HealthPolicy policy;
    private final Signal signal;
    private final Cohort cohort;
    private final double share;
    private final @Nullable LimitRule limit;
    private final @Nullable Comparer comparer;

    private Evidence lastWatched = new Evidence.NoData("nothing was asked yet");
    private @Nullable Evidence lastControl;
    private @Nullable Sample watched;
    private @Nullable Sample control;
    private @Nullable Instant watchedAt;
    private @Nullable Instant controlAt;
    private long rounds;
    private double trials;
    private boolean comparable;
    private @Nullable Unhealthy decided;
    private Verdict state = new Inconclusive(Doubt.EXPOSURE, "nothing was seen yet");

    /** @param share of the budget that this signal may spend */
    SignalJudge(HealthPolicy policy, Signal signal, Cohort cohort, double share) {
        this.policy = policy;
        this.signal = signal;
        this.cohort = cohort;
        this.share = share;
        this.limit = signal.limit()
                .map(rule -> new LimitRule(rule, signal.direction()))
                .orElse(null);
        int nodes = cohort.watched().size();
        int others = cohort.control().size();
        double doubt = share * DOUBT;
        this.comparer = signal.comparison()
                .map(margin -> signal.kind() == SignalKind.GAUGE
                        ? (Comparer) new LevelComparer(nodes, others, signal.direction(), margin, doubt)
                        : new RateComparer(nodes, others, signal.direction(), margin, doubt))
                .orElse(null);
    }

    Signal signal() {
        return signal;
    }

    Verdict state() {
        return state;
    }

    /** What this signal can have spent of the budget by now. */
    double spent() {
        if (comparer == null || comparer.staked() == 0) {
            return 0;
        }
        return share * (DOUBT + (1 - DOUBT) * comparer.staked());
    }

    void remember(@Nullable Evidence ofWatched, @Nullable Evidence ofControl) {
        Sample now = sample(ofWatched, Group.WATCHED);
        Sample others = sample(ofControl, Group.CONTROL);
        if (comparer != null && now != null) {
            comparer.remember(now, others);
        }
    }

    void judge(@Nullable Evidence ofWatched, @Nullable Evidence ofControl, Instant at, Duration exposed) {
        Sample now = sample(ofWatched, Group.WATCHED);
        Sample others = sample(ofControl, Group.CONTROL);
        if (ofWatched != null) {
            lastWatched = ofWatched;
            watched = now;
        }
        if (ofControl != null) {
            lastControl = ofControl;
            control = others;
        }
        watchedAt = now == null ? watchedAt : at;
        controlAt = others == null ? controlAt : at;
        boolean crossed = false;
        if (limit != null) {
            if (now == null) {
                limit.pass();
            } else {
                crossed = limit.crossed(now, others);
            }
        }
        if (now != null) {
            boolean enough = now.reporting() >= leastReporting();
            rounds += enough ? 1 : 0;
            trials += signal.kind() == SignalKind.RATIO ? now.exposure() : now.events();
            if (comparer != null && (others != null || cohort.control().isEmpty())) {
                comparable = comparer.compare(now, others);
            }
        }
        if (decided == null) {
            decided = decide(crossed);
        }
        state = decided != null ? decided : stand(at, exposed);
    }

    private int leastReporting() {
        return Math.max(
                1, (int) Math.ceil(policy.exposure().nodes() * cohort.watched().size() - 1e-9));
    }

    // ------------------------------------------------------------------------------------- evidence

    private @Nullable Sample sample(@Nullable Evidence evidence, Group group) {
        int nodes = cohort.nodes(group).size();
        boolean zero = signal.empty() == Empty.ZERO;
        if (nodes == 0) {
            return null;
        }
        if (evidence instanceof Evidence.Values values && fits(values, nodes)) {
            Sample sample = Sample.of(signal.kind(), values.values(), values.totals(), zero);
            return sample.reporting() == 0 ? null : sample;
        }
        return zero && evidence instanceof Evidence.NoData ? Sample.zeros(signal.kind(), nodes) : null;
    }

    private boolean fits(Evidence.Values values, int nodes) {
        return values.values().length == nodes
                && (signal.kind() != SignalKind.RATIO || values.totals().length == nodes);
    }

    /** Why there is no evidence, as a sentence; null when there is. */
    private @Nullable String missing(Evidence evidence, @Nullable Sample sample, Group group) {
        if (sample != null) {
            return null;
        }
        int nodes = cohort.nodes(group).size();
        return switch (evidence) {
            case Evidence.NoData none -> "there is no data (" + none.reason() + ")";
            case Evidence.Partial partial -> "the answer is not whole (" + partial.reason() + ")";
            case Evidence.Stale stale ->
                "the values are " + Words.duration(stale.age()) + " old (" + stale.reason() + ")";
            case Evidence.QueryError error -> "the question failed (" + error.reason() + ")";
            case Evidence.Values values -> {
                if (!fits(values, nodes)) {
                    yield "the answer has " + values.values().length + " values for " + Words.nodes(nodes);
                }
                yield values.reporting() == 0 ? "no node reports" : "no node reports a number that makes sense";
            }
        };
    }

    private boolean old(@Nullable Instant seen, Instant at) {
        return seen == null || Duration.between(seen, at).compareTo(freshness()) > 0;
    }

    private Duration freshness() {
        Duration twice = policy.interval().multipliedBy(2);
        return signal.staleAfter().compareTo(twice) > 0 ? signal.staleAfter() : twice;
    }

    // ------------------------------------------------------------------------------------- verdict

    private @Nullable Unhealthy decide(boolean crossed) {
        if (crossed && limit != null && !limit.excused()) {
            return new Unhealthy(signal.name(), Cause.LIMIT, limitSentence(limit));
        }
        if (comparer != null && comparer.evidence() >= threshold()) {
            return new Unhealthy(signal.name(), comparer.cause(), comparisonSentence(comparer));
        }
        return null;
    }

    private double threshold() {
        return 1 / (share * (1 - DOUBT));
    }

    private Verdict stand(Instant at, Duration exposed) {
        String name = signal.name();
        String gap = missing(lastWatched, watched, Group.WATCHED);
        if (gap != null || old(watchedAt, at)) {
            return new Inconclusive(
                    Doubt.EVIDENCE,
                    name + " of the watched nodes is held: "
                            + (gap != null ? gap : "nothing was read for more than " + Words.duration(freshness())));
        }
        Sample now = watched;
        if (now != null && now.reporting() < leastReporting()) {
            List<String> silent = silent(now, cohort.watched());
            return new Inconclusive(
                    Doubt.SILENT_NODES,
                    name + " is held: " + now.reporting() + " of "
                            + Words.nodes(cohort.watched().size()) + " report, "
                            + leastReporting() + " must; silent: " + Words.some(silent)
                            + (now.refused() > 0 ? "; " + now.refused() + " gave a number that makes no sense" : ""));
        }
        Comparer test = comparer;
        if (test != null && !cohort.control().isEmpty()) {
            String noControl = missing(
                    lastControl == null ? new Evidence.NoData("nothing was asked yet") : lastControl,
                    control,
                    Group.CONTROL);
            if (noControl != null || old(controlAt, at)) {
                return new Inconclusive(
                        Doubt.EVIDENCE,
                        name + " of the control is held: "
                                + (noControl != null
                                        ? noControl
                                        : "nothing was read for more than " + Words.duration(freshness()))
                                + "; without it nothing can be compared");
            }
        }
        if (limit != null && limit.excused()) {
            return new Inconclusive(
                    Doubt.SITE_WIDE,
                    name + " is beyond its limit of " + Words.level(signal, limit.value()) + " on " + limit.crossing()
                            + " of " + Words.nodes(cohort.watched().size())
                            + ", and on the nodes that were not touched as well");
        }
        if (test != null && !comparable && tooLateToLearn()) {
            return new Inconclusive(
                    Doubt.EVIDENCE,
                    name + " is held: there is no control and too little was seen before the change to compare with");
        }
        if (test != null && test.siteWide() >= SITE_WIDE && risen(test)) {
            return new Inconclusive(
                    Doubt.SITE_WIDE,
                    name + " got worse on the nodes that were not touched as well: "
                            + Words.level(signal, test.recent()) + " now, " + Words.level(signal, test.snapshotLevel())
                            + " before the change, " + Words.level(signal, test.expected())
                            + " expected from the control");
        }
        if (test != null && test.leans()) {
            return new Inconclusive(
                    Doubt.EXPOSURE,
                    name + " looks worse than expected (" + Words.level(signal, test.recent()) + " against "
                            + Words.level(signal, test.expected()) + "), not surely enough to pull back: evidence "
                            + Words.number(test.evidence()) + " of " + Words.number(threshold()));
        }
        String lacks = lacksExposure(exposed);
        return lacks == null ? new Healthy(healthySentence()) : new Inconclusive(Doubt.EXPOSURE, lacks);
    }

    private boolean tooLateToLearn() {
        return cohort.control().isEmpty();
    }

    private boolean risen(Comparer test) {
        double moved = test.recent() - test.snapshotLevel();
        return switch (signal.direction()) {
            case UP -> moved > 0;
            case DOWN -> moved < 0;
            case EITHER -> true;
        };
    }

    private @Nullable String lacksExposure(Duration exposed) {
        if (exposed.compareTo(policy.exposure().duration()) < 0) {
            return signal.name() + " was watched for " + Words.duration(exposed) + " of "
                    + Words.duration(policy.exposure().duration());
        }
        if (rounds < policy.exposure().rounds()) {
            return signal.name() + " has " + rounds + " of " + policy.exposure().rounds() + " rounds with evidence";
        }
        if (signal.kind() == SignalKind.RATIO && trials < policy.exposure().events()) {
            return signal.name() + " has seen " + Words.number(trials) + " of "
                    + policy.exposure().events() + " events";
        }
        if (comparer != null && !comparable) {
            return signal.name() + " cannot be compared yet: the control is still being learnt";
        }
        return null;
    }

    // ------------------------------------------------------------------------------------- words

    private String limitSentence(LimitRule rule) {
        Sample now = watched;
        List<String> beyond = new ArrayList<>();
        if (now != null) {
            List<Integer> order = worstByLevel(now);
            for (int i = 0; i < Math.min(rule.crossing(), order.size()); i++) {
                beyond.add(cohort.watched().get(order.get(i)));
            }
        }
        int streak = signal.limit().map(l -> l.rounds()).orElse(1);
        return signal.name() + " is beyond its limit of " + Words.level(signal, rule.value()) + " on " + rule.crossing()
                + " of " + Words.nodes(cohort.watched().size())
                + (streak > 1 ? " for " + streak + " rounds" : "") + ": worst is "
                + Words.level(
                        signal,
                        signal.direction() == Direction.DOWN
                                ? rule.value() + rule.distance()
                                : rule.value() - rule.distance())
                + " (" + Words.some(beyond) + ")";
    }

    private String comparisonSentence(Comparer test) {
        double now = test.recent();
        double expected = test.expected();
        int others = cohort.control().size();
        String against = others > 0
                ? "that of " + others + " untouched " + (others == 1 ? "one" : "ones")
                : "what it was before the change";
        String how;
        if (expected > 0 && now > 0 && (now / expected > 1.2 || now / expected < 1 / 1.2)) {
            how = " is " + Words.number(now / expected) + " times " + against;
        } else {
            how = " is beyond " + against + " on single nodes";
        }
        List<String> worst = worst();
        return signal.name() + " of " + cohort.watched().size() + " watched "
                + (cohort.watched().size() == 1 ? "node" : "nodes") + how
                + " (" + Words.level(signal, now) + " against " + Words.level(signal, expected) + " expected)"
                + (worst.isEmpty() || cohort.watched().size() == 1 ? "" : "; furthest: " + Words.some(worst))
                + "; chance of this by luck under " + Words.oneIn(test.evidence()) + "; limit of the budget "
                + Words.oneIn(threshold());
    }

    private String healthySentence() {
        if (comparer == null) {
            return signal.name() + " stays within its limit";
        }
        return signal.name() + " is " + Words.level(signal, comparer.recent()) + ", "
                + Words.level(signal, comparer.expected()) + " expected; evidence of a change "
                + Words.number(comparer.evidence()) + " of " + Words.number(threshold());
    }

    private static List<String> silent(Sample now, List<String> names) {
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (!now.known(i)) {
                silent.add(names.get(i));
            }
        }
        return silent;
    }

    private List<String> worst() {
        Comparer test = comparer;
        Sample now = watched;
        List<Integer> order = List.of();
        if (test != null && comparable) {
            order = Worst.of(cohort.watched().size(), WORST, test::standsOut);
            if (!order.isEmpty() && test.standsOut(order.getFirst()) > SPEAKS_UP) {
                // once a node clearly is in trouble, those that are merely last in line are not worth naming
                order.removeIf(node -> test.standsOut(node) <= 0);
            }
        } else if (now != null) {
            order = worstByLevel(now);
        }
        return order.stream().map(cohort.watched()::get).toList();
    }

    private List<Integer> worstByLevel(Sample now) {
        return Worst.of(cohort.watched().size(), WORST, node -> switch (signal.direction()) {
            case UP -> now.level(node);
            case DOWN -> -now.level(node);
            case EITHER -> Math.abs(now.level(node));
        });
    }

    SignalReport report() {
        Sample now = watched;
        Sample others = control;
        Comparer test = comparer;
        return new SignalReport(
                signal.name(),
                lastWatched,
                cohort.control().isEmpty() ? null : lastControl,
                now == null ? Double.NaN : now.level(),
                others == null ? Double.NaN : others.level(),
                test == null ? Double.NaN : test.snapshotLevel(),
                limit == null ? Double.NaN : limit.value(),
                limit == null ? Double.NaN : limit.distance(),
                test == null ? "" : test.method(),
                test == null ? Double.NaN : test.evidence(),
                test == null ? Double.NaN : threshold(),
                test == null ? Double.NaN : test.effect(),
                now == null ? 0 : now.reporting(),
                cohort.watched().size(),
                rounds,
                worst(),
                state.reason(),
                state);
    }
}
