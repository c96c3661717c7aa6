package dev.tidegate.health.evidence.series;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes evidence of numbers. What does not add up is told instead of repaired: a number that cannot be right says that
 * the query does not ask what its author meant.
 *
 * @param nothing the sentence for an answer without rows
 */
public record Weighing(Signal signal, String nothing) {
    private static final double[] NONE = {};

    /**
     * The evidence at one time.
     *
     * @param total of a ratio; null for other kinds
     */
    public Evidence weigh(NodeSeries part, @Nullable NodeSeries total, Ages ages, int step) {
        String problem = part.problem(step);
        if (problem == null && total != null && total.problem(step) != null) {
            problem = "in the total: " + total.problem(step);
        }
        if (problem != null) {
            return new Evidence.QueryError(problem);
        }
        double[] values = part.row(step);
        double[] totals = total == null ? NONE : total.row(step);
        if (signal.empty() == Empty.ZERO) {
            fillZeros(part, total, values, step);
        }
        String wrong = check(part, values, totals);
        if (wrong != null) {
            return new Evidence.QueryError(wrong);
        }
        return settle(part, total, values, totals, ages, step);
    }

    /** No rows are no events, but only where something says that there could have been some: never without a total. */
    private void fillZeros(NodeSeries part, @Nullable NodeSeries total, double[] values, int step) {
        for (int place = 0; place < values.length; place++) {
            boolean counts = signal.kind() == SignalKind.COUNT
                    || total != null && total.has(place, step) && !Double.isNaN(total.value(place, step));
            if (counts && !part.has(place, step)) {
                values[place] = 0;
            }
        }
    }

    private @Nullable String check(NodeSeries part, double[] values, double[] totals) {
        if (signal.kind() == SignalKind.GAUGE) {
            return null;
        }
        for (int place = 0; place < values.length; place++) {
            String node = part.nodes().get(place);
            if (values[place] < 0) {
                return values[place] + " for " + node + ": events cannot be fewer than none";
            }
            if (totals.length == 0) {
                continue;
            }
            if (totals[place] < 0) {
                return "in the total: " + totals[place] + " for " + node + ": events cannot be fewer than none";
            }
            // servers extrapolate part and total each by itself, so they may differ by a little
            if (values[place] > totals[place] * 1.01 + 1) {
                return "the part (" + values[place] + ") is larger than the total (" + totals[place] + ") for " + node
                        + "; are the two queries swapped?";
            }
            values[place] = Double.isNaN(totals[place]) ? Double.NaN : Math.min(values[place], totals[place]);
            if (Double.isNaN(values[place])) {
                totals[place] = Double.NaN;
            }
        }
        return null;
    }

    private Evidence settle(
            NodeSeries part, @Nullable NodeSeries total, double[] values, double[] totals, Ages ages, int step) {
        int fresh = 0;
        int stale = 0;
        Duration youngest = Ages.GONE;
        for (int place = 0; place < values.length; place++) {
            if (Double.isNaN(values[place])) {
                continue;
            }
            Duration age = ages.age(place, step);
            if (age.compareTo(signal.staleAfter()) <= 0) {
                fresh++;
                continue;
            }
            stale++;
            youngest = age.compareTo(youngest) < 0 ? age : youngest;
            values[place] = Double.NaN;
            if (totals.length > 0) {
                totals[place] = Double.NaN;
            }
        }
        if (fresh > 0) {
            return new Evidence.Values(values, totals);
        }
        if (stale > 0) {
            return tooOld(youngest, stale);
        }
        if (total != null && lacks(total, step)) {
            return new Evidence.NoData("in the total: " + total.absence(step, nothing));
        }
        return new Evidence.NoData(part.absence(step, nothing));
    }

    private Evidence tooOld(Duration youngest, int stale) {
        String nodes = stale == 1 ? "one node" : stale + " nodes";
        String limit = seconds(signal.staleAfter());
        if (youngest.equals(Ages.GONE)) {
            return new Evidence.Stale(
                    signal.staleAfter(),
                    "the query still has values for " + nodes + ", but what they are made of has ended; not evidence");
        }
        return new Evidence.Stale(
                youngest,
                "the newest of the values for " + nodes + " is " + seconds(youngest) + " old; older than " + limit
                        + " is not evidence");
    }

    private static boolean lacks(NodeSeries series, int step) {
        for (int place = 0; place < series.nodes().size(); place++) {
            if (!Double.isNaN(series.value(place, step))) {
                return false;
            }
        }
        return true;
    }

    private static String seconds(Duration duration) {
        return duration.toSeconds() + " s";
    }
}
