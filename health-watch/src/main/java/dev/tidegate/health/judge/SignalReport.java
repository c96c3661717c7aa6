package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Evidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one signal stands after a round: everything its part of the verdict was made of. Levels are in the signal's
 * unit, NaN where not known.
 *
 * @param watched what was read of the watched nodes
 * @param control what was read of the control; null without control
 * @param level of the watched nodes in this round
 * @param controlLevel of the control in this round
 * @param snapshotLevel of the watched nodes before the change
 * @param limit the hard limit; NaN without
 * @param limitDistance how far the worst node is from the limit, in the signal's unit; negative beyond it
 * @param method by which test it is compared, in words; empty when it is not
 * @param statistic the test's evidence now, as an e-value: how many times likelier the data are if it got worse
 * @param threshold the e-value at which it decides: one over the share of the budget this signal has
 * @param effect estimated difference to what is expected, in the signal's unit
 * @param reporting watched nodes that reported in this round
 * @param expected watched nodes
 * @param rounds rounds with evidence since the change
 * @param worst nodes that are furthest from what is expected, worst first, at most five
 * @param worstLevels of those nodes in this round, in their order; NaN where not known
 * @param finding what this signal says, in words
 * @param state its own verdict
 */
public record SignalReport(
        String signal,
        Evidence watched,
        @Nullable Evidence control,
        double level,
        double controlLevel,
        double snapshotLevel,
        double limit,
        double limitDistance,
        String method,
        double statistic,
        double threshold,
        double effect,
        int reporting,
        int expected,
        long rounds,
        List<String> worst,
        List<Double> worstLevels,
        String finding,
        Verdict state) {
    public SignalReport {
        worst = List.copyOf(worst);
        worstLevels = List.copyOf(worstLevels);
    }
}
