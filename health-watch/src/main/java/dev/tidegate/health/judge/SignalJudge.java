package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.judge.Verdict.Cause;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges one signal: by its limit, by its comparison, and by whether enough is known to say anything. */
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
    private final Findings findings;
    private final Seen watched;
    private final Seen control;

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
        this.findings = new Findings(signal, cohort, threshold());
        this.watched = new Seen(signal, nodes, policy.interval());
        this.control = new Seen(signal, others, policy.interval());
    }

    Signal signal() {
        return signal;
    }

    Verdict state() {
        return state;
    }

    /** Whether it is compared with anything by now. */
    boolean compared() {
        return comparer != null && comparable;
    }

    /** What this signal can have spent of the budget by now. */
    double spent() {
        if (comparer == null || !comparer.standing().begun()) {
            return 0;
        }
        return share * (DOUBT + (1 - DOUBT) * comparer.standing().staked());
    }

    private double threshold() {
        return 1 / (share * (1 - DOUBT));
    }

    void remember(@Nullable Evidence ofWatched, @Nullable Evidence ofControl) {
        Sample now = watched.sample(ofWatched);
        if (comparer != null && now != null) {
            comparer.remember(now, control.sample(ofControl));
        }
    }

    void judge(@Nullable Evidence ofWatched, @Nullable Evidence ofControl, Instant at, Duration exposed) {
        Sample now = watched.take(ofWatched, at);
        Sample others = control.take(ofControl, at);
        boolean crossed = false;
        if (limit != null) {
            if (now == null) {
                limit.pass();
            } else {
                crossed = limit.crossed(now, others);
            }
        }
        if (now != null) {
            rounds += now.reporting() >= leastReporting() ? 1 : 0;
            trials += signal.kind() == SignalKind.RATIO ? now.exposure() : 0;
            if (comparer != null && (others != null || cohort.control().isEmpty())) {
                comparable = comparer.compare(now, others);
            }
        }
        if (decided == null) {
            decided = decide(crossed, exposed);
        }
        state = decided != null ? decided : stand(at, exposed);
    }

    private int leastReporting() {
        return Math.max(
                1, (int) Math.ceil(policy.exposure().nodes() * cohort.watched().size() - 1e-9));
    }

    private @Nullable Unhealthy decide(boolean crossed, Duration exposed) {
        Sample now = watched.sample();
        if (crossed && limit != null && !limit.excused()) {
            List<String> worst = now == null ? List.of() : names(worstByLevel(now));
            return new Unhealthy(signal.name(), Cause.LIMIT, findings.crossed(limit, worst, exposed));
        }
        if (comparer != null && comparer.standing().evidence() >= threshold()) {
            Standing standing = comparer.standing();
            return new Unhealthy(signal.name(), standing.cause(), findings.compared(standing, names(worst()), exposed));
        }
        return null;
    }

    /** As long as nothing is decided. */
    private Verdict stand(Instant at, Duration exposed) {
        Verdict held = held(at);
        if (held != null) {
            return held;
        }
        if (limit != null && limit.excused()) {
            return new Inconclusive(Doubt.SITE_WIDE, findings.excused(limit));
        }
        Verdict doubtful = comparer == null ? null : doubtful(comparer);
        if (doubtful != null) {
            return doubtful;
        }
        String lacks = lacksExposure(exposed);
        if (lacks != null) {
            return new Inconclusive(Doubt.EXPOSURE, lacks);
        }
        return new Healthy(comparer == null ? findings.withinLimit() : findings.asExpected(comparer.standing()));
    }

    /** Whether evidence is missing; null when it is all there. */
    private @Nullable Verdict held(Instant at) {
        String gap = watched.gap(at);
        if (gap != null) {
            return new Inconclusive(Doubt.EVIDENCE, findings.watchedHeld(gap));
        }
        Sample now = watched.sample();
        if (now != null && now.reporting() < leastReporting()) {
            return new Inconclusive(Doubt.SILENT_NODES, findings.silent(now, leastReporting()));
        }
        if (comparer == null || cohort.control().isEmpty()) {
            return null;
        }
        String without = control.gap(at);
        return without == null ? null : new Inconclusive(Doubt.EVIDENCE, findings.controlHeld(without));
    }

    /** What the comparison has against passing; null for nothing. */
    private @Nullable Verdict doubtful(Comparer test) {
        if (!comparable && cohort.control().isEmpty()) {
            return new Inconclusive(Doubt.EVIDENCE, findings.nothingToCompareWith());
        }
        if (test.standing().siteWide() >= SITE_WIDE && risen(test)) {
            return new Inconclusive(Doubt.SITE_WIDE, findings.siteWide(test));
        }
        return test.leans() ? new Inconclusive(Doubt.EXPOSURE, findings.leaning(test.standing())) : null;
    }

    private boolean risen(Comparer test) {
        double moved = test.standing().recent() - test.snapshotLevel();
        return switch (signal.direction()) {
            case UP -> moved > 0;
            case DOWN -> moved < 0;
            case EITHER -> true;
        };
    }

    private @Nullable String lacksExposure(Duration exposed) {
        String name = signal.name();
        if (exposed.compareTo(policy.exposure().duration()) < 0) {
            return name + " is held: watched for " + Words.duration(exposed) + " of "
                    + Words.duration(policy.exposure().duration());
        }
        if (rounds < policy.exposure().rounds()) {
            return name + " is held: it has " + rounds + " of "
                    + policy.exposure().rounds() + " rounds with evidence";
        }
        if (signal.kind() == SignalKind.RATIO && trials < policy.exposure().events()) {
            return name + " is held: it has seen " + Words.number(trials) + " of "
                    + policy.exposure().events() + " events";
        }
        if (comparer != null && !comparable) {
            return name + " is held: it cannot be compared yet, the control is still being learnt";
        }
        return null;
    }

    /** Nodes by their number, the furthest first. */
    private List<Integer> worst() {
        Sample now = watched.sample();
        if (now != null && limit != null && limit.crossing() > 0 && foundByLimit()) {
            List<Integer> order = worstByLevel(now);
            return order.subList(0, Math.min(limit.crossing(), order.size()));
        }
        if (comparer != null && comparable) {
            Standing standing = comparer.standing();
            List<Integer> order = Worst.of(cohort.watched().size(), WORST, standing::height);
            if (!order.isEmpty() && standing.height(order.getFirst()) > SPEAKS_UP) {
                // once a node clearly is in trouble, those that are merely last in line are not worth naming
                order.removeIf(node -> standing.height(node) <= 0);
            }
            return order;
        }
        return now == null ? List.of() : worstByLevel(now);
    }

    private boolean foundByLimit() {
        return decided != null && decided.cause() == Cause.LIMIT;
    }

    private List<String> names(List<Integer> nodes) {
        return nodes.stream().map(cohort.watched()::get).toList();
    }

    private List<Integer> worstByLevel(Sample now) {
        return Worst.of(cohort.watched().size(), WORST, node -> switch (signal.direction()) {
            case UP -> now.level(node);
            case DOWN -> -now.level(node);
            case EITHER -> Math.abs(now.level(node));
        });
    }

    SignalReport report() {
        Sample now = watched.sample();
        Sample others = control.sample();
        Standing standing = comparer == null ? null : comparer.standing();
        List<Integer> worst = worst();
        return new SignalReport(
                signal.name(),
                watched.evidence(),
                cohort.control().isEmpty() ? null : control.answered(),
                now == null ? Double.NaN : now.level(),
                others == null ? Double.NaN : others.level(),
                comparer == null ? Double.NaN : comparer.snapshotLevel(),
                limit == null ? Double.NaN : limit.value(),
                limit == null ? Double.NaN : limit.distance(),
                comparer == null ? "" : comparer.method(),
                standing == null ? Double.NaN : standing.evidence(),
                standing == null ? Double.NaN : threshold(),
                standing == null ? Double.NaN : standing.effect(),
                now == null ? 0 : now.reporting(),
                cohort.watched().size(),
                rounds,
                names(worst),
                worst.stream()
                        .map(node -> now == null ? Double.NaN : now.level(node))
                        .toList(),
                state.reason(),
                state);
    }
}
