package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Numbers;
import dev.tidegate.health.judge.stat.SeriesModel;
import org.jspecify.annotations.Nullable;

/** What a control teaches while it runs beside the watched nodes, when nothing is known from before the change. */
final class ControlLesson {
    private static final int LEAST_NODES = 4;

    private ControlLesson() {}

    /**
     * The baseline; null when there are too few rounds.
     *
     * @param control one row a node
     * @param doubt the part of the budget that the baseline may be wrong with
     */
    static @Nullable Baseline learn(double[][] control, int watched, Allowance[] ways, double doubt) {
        int nodes = control.length;
        int rounds = control[0].length;
        if (rounds < 2 || NodeRows.known(control) < 2) {
            return null;
        }
        double[] means = NodeRows.means(control);
        double spread = nodes < LEAST_NODES ? 0 : NodeRows.spread(means);
        double groupDoubt =
                spread * Math.sqrt(1.0 / watched + 1.0 / nodes) * Numbers.studentQuantile(1 - doubt / 2, nodes - 1);
        double nodeDoubt =
                spread * Math.sqrt(1 + 1.0 / nodes) * Numbers.studentQuantile(1 - doubt / 2 / watched, nodes - 1);
        Baseline baseline = Baseline.ofControl(watched, means, ways.length, groupDoubt, nodeDoubt);

        // the control runs beside: that its centre is not known well is no error here
        SeriesModel learnt = SeriesModel.learn(differences(control, means), 0, NodeRows.FLOOR, 0.5, null);
        double leaveOut = nodes < 2 ? 1 : 1 / Math.sqrt(1 + 1.0 / (nodes - 1));
        double forNode = leaveOut * Math.sqrt(1 + 1.0 / nodes);
        double forGroup = leaveOut * Math.sqrt(1.0 / watched + 1.0 / nodes);
        for (int way = 0; way < ways.length; way++) {
            double floor = NodeRows.floor(SeriesModel.mean(means), ways[way]);
            SeriesModel node = learnt.scaled(forNode, floor);
            SeriesModel group = learnt.scaled(forGroup / node.noise(), floor / node.noise());
            baseline.learnt(
                    way, new Baseline.Way(new SeriesModel[] {group}, new SeriesModel[] {node}, null, null, null));
        }
        return baseline;
    }

    /** Of each node's deviation from its own level to that of the others in the same round. */
    private static double[][] differences(double[][] control, double[] means) {
        int nodes = control.length;
        int rounds = control[0].length;
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
        return differences;
    }
}
