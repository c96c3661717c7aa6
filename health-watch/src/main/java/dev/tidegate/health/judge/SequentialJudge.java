package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges by limits at once, and by e-processes that may be looked at after every round.
 *
 * <p>The policy's budget is the chance that a change which made nothing worse is ever called Unhealthy by comparison. It is
 * divided evenly over the signals that are compared and have a say, and over the waves; each signal's e-process decides
 * when it reaches one over its part. The verdict is the worst of the signals': Unhealthy stays; then whatever is not known
 * holds; Healthy is said only when every required signal has had its exposure and has evidence now.
 */
final class SequentialJudge implements Judge {
    private final HealthPolicy policy;
    private final Instant changedAt;
    private final Map<String, SignalJudge> signals = new LinkedHashMap<>();
    private final Map<String, Evidence> ofWatched = new LinkedHashMap<>();
    private final Map<String, Evidence> ofControl = new LinkedHashMap<>();
    private @Nullable Instant last;
    private boolean judging;
    private @Nullable Unhealthy decided;

    SequentialJudge(HealthPolicy policy, Cohort cohort, Instant changedAt) {
        this.policy = policy;
        this.changedAt = changedAt;
        if (!(policy.budget() > 0 && policy.budget() < 1)) {
            throw new IllegalArgumentException("the budget must be above 0 and below 1, and is " + policy.budget());
        }
        if (policy.waves() < 1) {
            throw new IllegalArgumentException("a rollout has at least one wave, and not " + policy.waves());
        }
        long compared = policy.signals().stream()
                .filter(signal -> signal.comparison().isPresent() && !signal.shadow())
                .count();
        double share = policy.budget() / Math.max(compared, 1) / policy.waves();
        for (Signal signal : policy.signals()) {
            if (signals.put(signal.name(), new SignalJudge(policy, signal, cohort, share)) != null) {
                throw new IllegalArgumentException("two signals are called " + signal.name());
            }
        }
    }

    @Override
    public void remember(Round round) {
        if (judging || !round.at().isBefore(changedAt)) {
            throw new IllegalArgumentException(
                    "a round of " + round.at() + " is not from before the change at " + changedAt);
        }
        take(round);
        for (SignalJudge signal : signals.values()) {
            String name = signal.signal().name();
            signal.remember(ofWatched.get(name), ofControl.get(name));
        }
    }

    @Override
    public Judgement judge(Round round) {
        if (round.at().isBefore(changedAt)) {
            throw new IllegalArgumentException(
                    "a round of " + round.at() + " is not from after the change at " + changedAt);
        }
        take(round);
        judging = true;
        Duration exposed = Duration.between(changedAt, round.at());
        double spent = 0;
        List<SignalReport> reports = new ArrayList<>(signals.size());
        for (SignalJudge signal : signals.values()) {
            String name = signal.signal().name();
            signal.judge(ofWatched.get(name), ofControl.get(name), round.at(), exposed);
            spent += signal.signal().shadow() ? 0 : signal.spent();
            reports.add(signal.report());
        }
        return new Judgement(round.at(), exposed.toMillis(), spent, verdict(), reports);
    }

    private void take(Round round) {
        Instant before = last;
        if (before != null && !round.at().isAfter(before)) {
            throw new IllegalArgumentException(
                    "a round of " + round.at() + " comes after the one of " + before + "; rounds are in order of time");
        }
        ofWatched.clear();
        ofControl.clear();
        for (Reading reading : round.readings()) {
            if (!signals.containsKey(reading.signal())) {
                throw new IllegalArgumentException("the policy has no signal " + reading.signal());
            }
            (reading.group() == Group.WATCHED ? ofWatched : ofControl).put(reading.signal(), reading.evidence());
        }
        last = round.at();
    }

    private Verdict verdict() {
        Unhealthy latched = decided;
        if (latched != null) {
            return latched;
        }
        List<Inconclusive> doubts = new ArrayList<>();
        int healthy = 0;
        for (SignalJudge signal : signals.values()) {
            if (signal.signal().shadow()) {
                continue;
            }
            switch (signal.state()) {
                case Unhealthy found -> {
                    decided = found;
                    return found;
                }
                case Inconclusive doubt -> {
                    if (holds(signal.signal(), doubt.doubt())) {
                        doubts.add(doubt);
                    }
                }
                case Healthy unused -> healthy++;
            }
        }
        for (Doubt kind : List.of(Doubt.SILENT_NODES, Doubt.EVIDENCE, Doubt.SITE_WIDE, Doubt.EXPOSURE)) {
            List<String> reasons = doubts.stream()
                    .filter(doubt -> doubt.doubt() == kind)
                    .map(Inconclusive::reason)
                    .toList();
            if (!reasons.isEmpty()) {
                return new Inconclusive(kind, together(reasons));
            }
        }
        if (healthy == 0) {
            return new Inconclusive(Doubt.EVIDENCE, "no signal of the policy has evidence; it never passes on nothing");
        }
        return new Healthy(healthy + (healthy == 1 ? " signal is" : " signals are") + " as expected" + promise());
    }

    /** Limits have no chance of being wrong that could be said; comparisons have. */
    private String promise() {
        boolean compared =
                signals.values().stream().anyMatch(signal -> !signal.signal().shadow() && signal.compared());
        return compared
                ? "; chance of a false pull-back at most " + Words.number(policy.budget() * 100)
                        + " % over the whole rollout"
                : "";
    }

    /** Missing evidence of a signal that is not required does not hold; what it has seen does. */
    private static boolean holds(Signal signal, Doubt doubt) {
        return signal.required() || doubt == Doubt.SITE_WIDE;
    }

    private static String together(List<String> reasons) {
        int shown = Math.min(reasons.size(), 3);
        String text = String.join("; ", reasons.subList(0, shown));
        return reasons.size() > shown ? text + "; and " + (reasons.size() - shown) + " more signals" : text;
    }
}
