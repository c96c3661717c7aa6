package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Outliers;
import dev.tidegate.health.judge.stat.SeriesModel;
import dev.tidegate.health.judge.stat.Unrest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of each watched node, and how much it varies when nothing is wrong.
 *
 * <p>From a snapshot: each node's own level before the change, moved by as much as the control has moved since (difference
 * in differences); by the control's factor or its difference, whichever excuses more. From a running control alone: the
 * control's level now, with room for how much single control nodes differ for good.
 *
 * <p>{@link SnapshotLesson} and {@link ControlLesson} make it.
 */
final class Baseline {
    private final double[] own;
    private final double[] untouched;
    private final double watchedLevel;
    private final double controlLevel;
    private final boolean whileRunning;
    private final boolean factor;
    private double groupDoubt;
    private double nodeDoubt;
    private final Way[] ways;

    /** The models of one direction. */
    @SuppressWarnings("ArrayRecordComponent") // one a node; owned by the baseline
    record Way(
            SeriesModel[] group,
            SeriesModel[] nodes,
            @Nullable Outliers outliers,
            @Nullable Unrest unrest,
            SeriesModel @Nullable [] site) {
        double noise(int node) {
            return nodes[nodes.length == 1 ? 0 : node].noise();
        }
    }

    private Baseline(double[] own, double[] untouched, boolean whileRunning, int ways) {
        this.own = own;
        this.untouched = untouched;
        this.watchedLevel = SeriesModel.mean(own);
        this.controlLevel = SeriesModel.mean(untouched);
        this.whileRunning = whileRunning;
        this.factor = !whileRunning && controlLevel > 0 && least(own) >= 0 && least(untouched) >= 0;
        this.ways = new Way[ways];
    }

    /**
     * Of levels before the change; its ways are still to be learnt.
     *
     * @param own levels of the watched nodes, NaN where not known
     * @param untouched levels of the control; none without control
     */
    static Baseline ofSnapshot(double[] own, double[] untouched, int ways) {
        return new Baseline(own, untouched, false, ways);
    }

    /**
     * Of a control that runs beside; its ways are still to be learnt.
     *
     * @param groupDoubt by how much the group may differ from the control for good
     * @param nodeDoubt the same for single nodes
     */
    static Baseline ofControl(int watched, double[] untouched, int ways, double groupDoubt, double nodeDoubt) {
        Baseline baseline = new Baseline(History.nothing(watched), untouched, true, ways);
        baseline.groupDoubt = groupDoubt;
        baseline.nodeDoubt = nodeDoubt;
        return baseline;
    }

    void learnt(int index, Way way) {
        ways[index] = way;
    }

    /** Whether it has what it needs to compare. */
    boolean ready() {
        return !Double.isNaN(whileRunning ? controlLevel : watchedLevel);
    }

    boolean whileRunning() {
        return whileRunning;
    }

    double watchedLevel() {
        return watchedLevel;
    }

    /** The control's level before the change; of a running control, over all its rounds. */
    double controlLevel() {
        return controlLevel;
    }

    double groupDoubt() {
        return groupDoubt;
    }

    double nodeDoubt() {
        return nodeDoubt;
    }

    Way way(int index) {
        return ways[index];
    }

    /** The control's level now: its level before, moved by what its reporting nodes have moved. */
    double controlLevel(double[] now) {
        if (whileRunning) {
            return SeriesModel.mean(now);
        }
        double sum = 0;
        int known = 0;
        for (int j = 0; j < now.length; j++) {
            if (!Double.isNaN(now[j]) && !Double.isNaN(untouched[j])) {
                sum += now[j] - untouched[j];
                known++;
            }
        }
        return known == 0 ? Double.NaN : controlLevel + sum / known;
    }

    double siteDifference(double[] now, Allowance allowance) {
        return allowance.sign() * (controlLevel(now) - controlLevel) - allowance.margin(controlLevel);
    }

    /** What is expected of a watched node now; NaN when the control is not known. */
    double expected(int node, double controlNow, Allowance allowance) {
        if (whileRunning) {
            return controlNow;
        }
        double before = Double.isNaN(own[node]) ? watchedLevel : own[node];
        if (untouched.length == 0) {
            return before;
        }
        return moved(before, controlLevel, controlNow, allowance);
    }

    /**
     * By how much each untouched node is above what the others let expect of it.
     *
     * @param margin whether what is allowed on top is taken off
     */
    void apart(double[] now, Allowance allowance, boolean margin, double[] differences) {
        double moved = 0;
        double from = 0;
        int known = 0;
        for (int j = 0; j < now.length; j++) {
            if (!Double.isNaN(now[j]) && !Double.isNaN(untouched[j])) {
                moved += now[j] - untouched[j];
                from += untouched[j];
                known++;
            }
        }
        for (int j = 0; j < now.length; j++) {
            double others = (from - untouched[j]) / (known - 1);
            double othersNow = others + (moved - (now[j] - untouched[j])) / (known - 1);
            double expected = known < 2 ? Double.NaN : moved(untouched[j], others, othersNow, allowance);
            differences[j] = allowance.sign() * (now[j] - expected) - (margin ? allowance.margin(expected) : 0);
        }
    }

    /** A level, moved as others have moved: by their difference or their factor, whichever excuses more. */
    private double moved(double before, double others, double othersNow, Allowance allowance) {
        double moved = before + othersNow - others;
        if (!factor || others <= 0) {
            return moved;
        }
        double scaled = before * Math.max(othersNow, 0) / others;
        return allowance.up() ? Math.max(moved, scaled) : Math.min(moved, scaled);
    }

    private static double least(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
    }
}
