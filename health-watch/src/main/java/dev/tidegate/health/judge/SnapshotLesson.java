package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Outliers;
import dev.tidegate.health.judge.stat.SeriesModel;
import dev.tidegate.health.judge.stat.Unrest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the rounds before the change teach: each node's level, and how its difference to what the control let expect of it
 * varied when nothing was wrong.
 */
final class SnapshotLesson {
    private static final int LEAST_ROUNDS = 6;

    private final Baseline baseline;
    private final double[][] watched;
    private final double[] own;
    private final double[][] control;
    private final double[] untouched;

    private SnapshotLesson(double[][] watched, double[][] control, int ways) {
        this.watched = watched;
        this.own = NodeRows.means(watched);
        this.control = control;
        this.untouched = NodeRows.means(control);
        this.baseline = Baseline.ofSnapshot(own, untouched, ways);
    }

    /**
     * The baseline; null when there are too few rounds.
     *
     * @param series one row a node, the watched ones first
     * @param doubt the part of the budget that the baseline may be wrong with
     */
    static @Nullable Baseline learn(double[][] series, int watched, Allowance[] ways, double doubt) {
        double[][] now = Arrays.copyOf(series, watched);
        double[][] control = Arrays.copyOfRange(series, watched, series.length);
        if (NodeRows.known(now) < LEAST_ROUNDS || (control.length > 0 && NodeRows.known(control) < LEAST_ROUNDS)) {
            return null;
        }
        SnapshotLesson lesson = new SnapshotLesson(now, control, ways.length);
        for (int way = 0; way < ways.length; way++) {
            lesson.baseline.learnt(way, lesson.way(ways[way], doubt / ways.length));
        }
        return lesson.baseline;
    }

    private Baseline.Way way(Allowance allowance, double doubt) {
        int rounds = watched[0].length;
        double[][] differences = new double[watched.length][rounds];
        double[] site = new double[rounds];
        double[][] apart = new double[control.length][rounds];
        replay(allowance, differences, site, apart);

        double rho = SeriesModel.rho(differences);
        SeriesModel alike = watched.length < 2
                ? null
                : SeriesModel.learn(NodeRows.standard(differences), rho, NodeRows.FLOOR, 0.5, null);
        SeriesModel[] nodes = new SeriesModel[watched.length];
        for (int i = 0; i < nodes.length; i++) {
            double[][] one = {differences[i]};
            double floor = NodeRows.floor(own[i], allowance);
            nodes[i] = SeriesModel.learn(one, rho, floor, doubt / 3 / nodes.length, alike);
        }
        double[][] mean = {mean(differences, nodes)};
        SeriesModel group = SeriesModel.learn(mean, rho, NodeRows.FLOOR, doubt / 3, alike);
        Outliers outliers = watched.length < 2 || rounds < Outliers.LEAST_ROUNDS
                ? null
                : Outliers.learn(nodes, differences, doubt / 3);
        Unrest unrest = null;
        if (outliers != null && control.length > 1) {
            unrest = unrest(apart, allowance);
            outliers.alike(unrest);
        }
        return new Baseline.Way(new SeriesModel[] {group}, nodes, outliers, unrest, site(site, allowance, doubt));
    }

    /** Goes through the rounds again, as if they came after the change. */
    private void replay(Allowance allowance, double[][] differences, double[] site, double[][] apart) {
        double[] column = new double[control.length];
        double[] alone = new double[control.length];
        for (int t = 0; t < site.length; t++) {
            for (int j = 0; j < control.length; j++) {
                column[j] = control[j][t];
            }
            double controlNow = baseline.controlLevel(column);
            for (int i = 0; i < watched.length; i++) {
                differences[i][t] = allowance.sign() * (watched[i][t] - baseline.expected(i, controlNow, allowance));
            }
            site[t] = allowance.sign() * (controlNow - baseline.controlLevel());
            baseline.apart(column, allowance, false, alone);
            for (int j = 0; j < control.length; j++) {
                apart[j][t] = alone[j];
            }
        }
    }

    /** Of the nodes, each in units of its own noise. */
    private static double[] mean(double[][] differences, SeriesModel[] nodes) {
        double[] mean = new double[differences[0].length];
        for (int t = 0; t < mean.length; t++) {
            double sum = 0;
            int known = 0;
            for (int i = 0; i < nodes.length; i++) {
                if (!Double.isNaN(differences[i][t])) {
                    sum += differences[i][t] / nodes[i].noise();
                    known++;
                }
            }
            mean[t] = known == 0 ? Double.NaN : sum / known;
        }
        return mean;
    }

    private SeriesModel @Nullable [] site(double[] site, Allowance allowance, double doubt) {
        if (control.length == 0) {
            return null;
        }
        double floor = NodeRows.floor(baseline.controlLevel(), allowance);
        return new SeriesModel[] {SeriesModel.learn(new double[][] {site}, 0, floor, doubt, null)};
    }

    private Unrest unrest(double[][] apart, Allowance allowance) {
        SeriesModel[] models = new SeriesModel[apart.length];
        double rho = SeriesModel.rho(apart);
        for (int j = 0; j < models.length; j++) {
            double floor = NodeRows.floor(untouched[j], allowance);
            models[j] = SeriesModel.learn(new double[][] {apart[j]}, rho, floor, 0.5, null);
        }
        return new Unrest(models, apart);
    }
}
