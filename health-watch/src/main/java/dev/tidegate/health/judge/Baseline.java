package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Numbers;
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
 */
final class Baseline {
    static final int LEAST_ROUNDS = 6;
    private static final int LEAST_NODES = 4;
    private static final double FLOOR_OF_MARGIN = 0.125;
    private static final double FLOOR_OF_LEVEL = 1e-6;
    private static final double FLOOR = 1e-9;

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

    /** Learns from rounds before the change; null when there are too few of them. */
    static @Nullable Baseline fromSnapshot(double[][] series, int watched, Allowance[] ways, double doubt) {
        double[][] now = Arrays.copyOf(series, watched);
        double[][] control = Arrays.copyOfRange(series, watched, series.length);
        if (known(now) < LEAST_ROUNDS || (control.length > 0 && known(control) < LEAST_ROUNDS)) {
            return null;
        }
        Baseline baseline = new Baseline(means(now), means(control), false, ways.length);
        for (int way = 0; way < ways.length; way++) {
            baseline.ways[way] = baseline.learn(now, control, ways[way], doubt / ways.length);
        }
        return baseline;
    }

    private Way learn(double[][] now, double[][] control, Allowance allowance, double doubt) {
        int rounds = now[0].length;
        int watched = now.length;
        double[][] differences = new double[watched][rounds];
        double[] site = new double[rounds];
        double[] column = new double[control.length];
        double[][] apart = new double[control.length][rounds];
        double[] alone = new double[control.length];
        for (int t = 0; t < rounds; t++) {
            for (int j = 0; j < control.length; j++) {
                column[j] = control[j][t];
            }
            double controlNow = controlLevel(column);
            for (int i = 0; i < watched; i++) {
                differences[i][t] = allowance.sign() * (now[i][t] - expected(i, controlNow, allowance));
            }
            site[t] = allowance.sign() * (controlNow - controlLevel);
            apart(column, allowance, false, alone);
            for (int j = 0; j < control.length; j++) {
                apart[j][t] = alone[j];
            }
        }
        SeriesModel[] nodes = new SeriesModel[watched];
        double rho = SeriesModel.rho(differences);
        SeriesModel alike = watched < 2 ? null : SeriesModel.learn(standard(differences), rho, FLOOR, 0.5, null);
        for (int i = 0; i < watched; i++) {
            double[][] one = {differences[i]};
            nodes[i] = SeriesModel.learn(one, rho, floor(own[i], allowance), doubt / 3 / watched, alike);
        }
        double[] mean = new double[rounds];
        for (int t = 0; t < rounds; t++) {
            double sum = 0;
            int known = 0;
            for (int i = 0; i < watched; i++) {
                if (!Double.isNaN(differences[i][t])) {
                    sum += differences[i][t] / nodes[i].noise();
                    known++;
                }
            }
            mean[t] = known == 0 ? Double.NaN : sum / known;
        }
        SeriesModel group = SeriesModel.learn(new double[][] {mean}, rho, FLOOR, doubt / 3, alike);
        SeriesModel[] sites = control.length == 0
                ? null
                : new SeriesModel[] {
                    SeriesModel.learn(new double[][] {site}, 0, floor(controlLevel, allowance), doubt, null)
                };
        Outliers outliers =
                watched < 2 || rounds < Outliers.LEAST_ROUNDS ? null : Outliers.learn(nodes, differences, doubt / 3);
        Unrest unrest = null;
        if (outliers != null && control.length > 1) {
            unrest = unrest(apart, allowance);
            outliers.alike(unrest);
        }
        return new Way(new SeriesModel[] {group}, nodes, outliers, unrest, sites);
    }

    private Unrest unrest(double[][] apart, Allowance allowance) {
        SeriesModel[] models = new SeriesModel[apart.length];
        double rho = SeriesModel.rho(apart);
        for (int j = 0; j < models.length; j++) {
            models[j] = SeriesModel.learn(new double[][] {apart[j]}, rho, floor(untouched[j], allowance), 0.5, null);
        }
        return new Unrest(models, apart);
    }

    /** By how much each untouched node is above what the others let expect of it, and the margin. */
    void apart(double[] now, Allowance allowance, double[] differences) {
        apart(now, allowance, true, differences);
    }

    private void apart(double[] now, Allowance allowance, boolean margin, double[] differences) {
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

    /** Learns from a control that runs beside the watched nodes, without anything known from before. */
    static @Nullable Baseline fromControl(double[][] control, int watched, Allowance[] ways, double doubt) {
        int nodes = control.length;
        int rounds = control[0].length;
        if (rounds < 2 || known(control) < 2) {
            return null;
        }
        double[] means = means(control);
        Baseline baseline = new Baseline(History.nothing(watched), means, true, ways.length);
        double[][] differences = new double[nodes][rounds];
        for (int t = 0; t < rounds; t++) {
            double sum = 0;
            int known = 0;
            for (int j = 0; j < nodes; j++) {
                double own = control[j][t] - means[j];
                if (!Double.isNaN(own)) {
                    sum += own;
                    known++;
                }
            }
            for (int j = 0; j < nodes; j++) {
                double own = control[j][t] - means[j];
                differences[j][t] = known < 2 ? own : own - (sum - own) / (known - 1);
            }
        }
        double level = SeriesModel.mean(means);
        double leaveOut = nodes < 2 ? 1 : 1 / Math.sqrt(1 + 1.0 / (nodes - 1));
        double forNode = leaveOut * Math.sqrt(1 + 1.0 / nodes);
        double forGroup = leaveOut * Math.sqrt(1.0 / watched + 1.0 / nodes);
        for (int way = 0; way < ways.length; way++) {
            double floor = floor(level, ways[way]);
            // the control runs beside: that its centre is not known well is no error here
            SeriesModel learnt = SeriesModel.learn(differences, 0, FLOOR, 0.5, null);
            SeriesModel node = learnt.scaled(forNode, floor);
            SeriesModel group = learnt.scaled(forGroup / node.noise(), floor / node.noise());
            baseline.ways[way] = new Way(new SeriesModel[] {group}, new SeriesModel[] {node}, null, null, null);
        }
        if (nodes >= LEAST_NODES) {
            double spread = spread(means);
            baseline.groupDoubt =
                    spread * Math.sqrt(1.0 / watched + 1.0 / nodes) * Numbers.studentQuantile(1 - doubt / 2, nodes - 1);
            baseline.nodeDoubt =
                    spread * Math.sqrt(1 + 1.0 / nodes) * Numbers.studentQuantile(1 - doubt / 2 / watched, nodes - 1);
        }
        return baseline;
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

    /** A level, moved as others have moved: by their difference or their factor, whichever excuses more. */
    private double moved(double before, double others, double othersNow, Allowance allowance) {
        double moved = before + othersNow - others;
        if (!factor || others <= 0) {
            return moved;
        }
        double scaled = before * Math.max(othersNow, 0) / others;
        return allowance.up() ? Math.max(moved, scaled) : Math.min(moved, scaled);
    }

    private static double floor(double level, Allowance allowance) {
        double size = Double.isNaN(level) ? 0 : level;
        return Math.max(Math.max(FLOOR_OF_MARGIN * allowance.margin(size), FLOOR_OF_LEVEL * Math.abs(size)), FLOOR);
    }

    /** Each series in units of its own noise, so that their shapes can be looked at together. */
    private static double[][] standard(double[][] series) {
        double[][] standard = new double[series.length][];
        for (int i = 0; i < series.length; i++) {
            double noise = Math.max(spread(series[i]), FLOOR);
            standard[i] = Arrays.stream(series[i]).map(y -> y / noise).toArray();
        }
        return standard;
    }

    private static double spread(double[] values) {
        double mean = SeriesModel.mean(values);
        double squares = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
                count++;
            }
        }
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    private static double[] means(double[][] series) {
        return Arrays.stream(series).mapToDouble(SeriesModel::mean).toArray();
    }

    private static double least(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).min().orElse(Double.NaN);
    }

    /** Rounds in which at least one node is known. */
    private static int known(double[][] series) {
        int known = 0;
        for (int t = 0; series.length > 0 && t < series[0].length; t++) {
            for (double[] one : series) {
                if (!Double.isNaN(one[t])) {
                    known++;
                    break;
                }
            }
        }
        return known;
    }
}
