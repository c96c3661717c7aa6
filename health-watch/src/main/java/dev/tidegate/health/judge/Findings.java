package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a judge has found of one signal, as sentences for the engineer.
 *
 * @param threshold the e-value at which its comparison decides
 */
record Findings(Signal signal, Cohort cohort, double threshold) {

    String watchedHeld(String gap) {
        return signal.name() + " of the watched nodes is held: " + gap;
    }

    String controlHeld(String gap) {
        return signal.name() + " of the control is held: " + gap + "; without it nothing can be compared";
    }

    String silent(Sample now, int least) {
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < cohort.watched().size(); i++) {
            if (!now.known(i)) {
                silent.add(cohort.watched().get(i));
            }
        }
        return signal.name() + " is held: " + now.reporting() + " of " + nodes() + " report, " + least
                + " must; silent: " + Words.some(silent)
                + (now.refused() > 0 ? "; " + now.refused() + " gave a number that makes no sense" : "");
    }

    String excused(LimitRule rule) {
        return signal.name() + " is held, not blamed on the change: " + beyond(rule)
                + ", and on the nodes that were not touched as well";
    }

    /**
     * @param worst nodes, the furthest first
     * @param exposed for how long the change was watched
     */
    String crossed(LimitRule rule, List<String> worst, Duration exposed) {
        int streak = signal.limit().map(Limit::rounds).orElse(1);
        double furthest =
                signal.direction() == Direction.DOWN ? rule.value() + rule.distance() : rule.value() - rule.distance();
        List<String> beyond = worst.subList(0, Math.min(rule.crossing(), worst.size()));
        return signal.name() + " is " + beyond(rule) + (streak > 1 ? " for " + streak + " rounds" : "") + ": worst is "
                + level(furthest) + " (" + Words.some(beyond) + "); " + since(exposed);
    }

    private String beyond(LimitRule rule) {
        return "beyond its limit of " + level(rule.value()) + " on " + rule.crossing() + " of " + nodes();
    }

    private static String since(Duration exposed) {
        return "found " + Words.duration(exposed) + " after the change";
    }

    String nothingToCompareWith() {
        return signal.name()
                + " is held: there is no control and too little was seen before the change to compare with";
    }

    String siteWide(Comparer test) {
        Standing standing = test.standing();
        return signal.name()
                + " is held, not blamed on the change: it got worse on the nodes that were not touched as well, "
                + level(standing.recent())
                + " now, " + level(test.snapshotLevel()) + " before the change, " + level(standing.expected())
                + " expected from the control";
    }

    String leaning(Standing standing) {
        return signal.name() + " is held: it looks worse than expected (" + level(standing.recent()) + " against "
                + level(standing.expected()) + "), not surely enough to pull back: evidence "
                + Words.number(standing.evidence()) + " of " + Words.number(threshold);
    }

    /**
     * @param worst nodes, the furthest first
     * @param exposed for how long the change was watched
     */
    String compared(Standing standing, List<String> worst, Duration exposed) {
        double now = standing.recent();
        double expected = standing.expected();
        int watched = cohort.watched().size();
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
        return signal.name() + " of " + watched + " watched " + (watched == 1 ? "node" : "nodes") + how + " ("
                + level(now) + " against " + level(expected) + " expected)"
                + (worst.isEmpty() || watched == 1 ? "" : "; furthest: " + Words.some(worst)) + "; " + since(exposed)
                + "; chance of this by luck under " + Words.oneIn(standing.evidence()) + "; limit of the budget "
                + "1 in " + Words.number(threshold);
    }

    String withinLimit() {
        return signal.name() + " stays within its limit";
    }

    String asExpected(Standing standing) {
        return signal.name() + " is " + level(standing.recent()) + ", " + level(standing.expected())
                + " expected; evidence of a change " + Words.number(standing.evidence()) + " of "
                + Words.number(threshold);
    }

    private String level(double value) {
        return Words.level(signal, value);
    }

    private String nodes() {
        return Words.nodes(cohort.watched().size());
    }
}
