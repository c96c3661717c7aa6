package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Outliers;
import dev.tidegate.health.judge.stat.SeriesModel;
import dev.tidegate.health.judge.stat.ShiftTest;
import dev.tidegate.health.judge.stat.Unrest;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares levels. Part of the stake is on the group, weighted by how noisy each node is; part on the single nodes; and part
 * on how many nodes stand out together, so that a change that breaks a few of a hundred is found as well.
 */
final class LevelComparer implements Comparer {
    private static final double ON_GROUP = 0.3;
    private static final double ON_NODES = 0.2;
    /** Standard errors by which the mean since the change may be beyond what is allowed without being waited for. */
    private static final double SURE_ENOUGH_TO_WAIT = 0.5;

    private final int watched;
    private final int control;
    private final double doubt;
    private final Allowance[] ways;
    private final History before;
    private final History after;
    private final ShiftTest[] groups;
    private final ShiftTest[] nodes;
    private final ShiftTest[] few;
    private final ShiftTest[] site;
    private final Leaning[] leaning;
    private final double[] differences;
    private final double[] apart;
    private final double[] group = new double[1];
    private final Standing standing;
    private @Nullable Baseline baseline;
    private boolean decided;
    private long rounds;

    /** @param doubt part of the budget for what is learnt being wrong */
    LevelComparer(int watched, int control, Direction direction, Comparison comparison, double doubt) {
        this.watched = watched;
        this.control = control;
        this.doubt = doubt;
        ways = Allowance.of(direction, comparison);
        before = new History(watched + control);
        after = new History(control);
        groups = tests(1);
        nodes = tests(watched);
        few = tests(1);
        site = tests(1);
        leaning = new Leaning[ways.length];
        Arrays.setAll(leaning, unused -> new Leaning());
        differences = new double[watched];
        apart = new double[control];
        standing = new Standing(watched, control);
    }

    private ShiftTest[] tests(int series) {
        ShiftTest[] tests = new ShiftTest[ways.length];
        Arrays.setAll(tests, unused -> new ShiftTest(series));
        return tests;
    }

    @Override
    public void remember(Sample watchedNow, @Nullable Sample controlNow) {
        before.add(watchedNow.values(), controlNow == null ? History.nothing(control) : controlNow.values());
    }

    @Override
    public boolean compare(Sample watchedNow, @Nullable Sample controlNow) {
        rounds++;
        double[] untouched = controlNow == null ? History.nothing(control) : controlNow.values();
        if (!decided) {
            decided = true;
            baseline = SnapshotLesson.learn(before.series(watched + control), watched, ways, doubt);
        }
        Baseline learnt = baseline;
        boolean known = learnt != null && learnt.ready();
        if (learnt != null && known) {
            play(learnt, watchedNow.values(), untouched);
        }
        // Without a snapshot the control teaches while it runs; it is learnt from after it was used, never before.
        if (control > 0 && (learnt == null || learnt.whileRunning())) {
            after.add(untouched, new double[0]);
            if (isTimeToLearn(rounds)) {
                baseline = ControlLesson.learn(after.series(control), watched, ways, doubt);
            }
        }
        return known;
    }

    /** After each of the first rounds, then ever less often: the work stays proportional to the rounds. */
    private static boolean isTimeToLearn(long round) {
        int magnitude = 63 - Long.numberOfLeadingZeros(round);
        return round <= 8 || round % (1L << Math.max(magnitude - 2, 0)) == 0;
    }

    private void play(Baseline learnt, double[] now, double[] untouched) {
        standing.begin();
        double sum = 0;
        double siteSum = 0;
        for (int way = 0; way < ways.length; way++) {
            Allowance allowance = ways[way];
            Baseline.Way models = learnt.way(way);
            double controlNow = learnt.controlLevel(untouched);
            double weighted = 0;
            int reporting = 0;
            double levels = 0;
            double expectations = 0;
            for (int i = 0; i < watched; i++) {
                double expected = learnt.expected(i, controlNow, allowance);
                double y = allowance.sign() * (now[i] - expected) - allowance.margin(expected);
                differences[i] = y - learnt.nodeDoubt();
                if (!Double.isNaN(y)) {
                    weighted += (y - learnt.groupDoubt()) / models.noise(i);
                    levels += now[i];
                    expectations += expected;
                    reporting++;
                }
            }
            group[0] = reporting == 0 ? Double.NaN : weighted / reporting;
            groups[way].update(models.group(), group);
            leaning[way].add(group[0], models.group()[0]);
            if (watched > 1) {
                nodes[way].update(models.nodes(), differences);
            }
            Unrest unrest = models.unrest();
            if (unrest != null) {
                learnt.apart(untouched, allowance, true, apart);
                unrest.update(apart);
            }
            sum += together(way, models);
            for (int i = 0; i < watched; i++) {
                double own = watched == 1 ? groups[way].evidence() : nodes[way].evidence(i);
                double stands =
                        Math.log(Math.max(own, 1e-9)) + 1e-3 * Math.clamp(differences[i] / models.noise(i), -100, 100);
                standing.stands(i, stands);
            }
            if (way == 0 && reporting > 0) {
                standing.seen(levels, expectations, reporting);
            }
            if (models.site() != null) {
                group[0] = learnt.siteDifference(untouched, allowance);
                site[way].update(models.site(), group);
                siteSum += site[way].evidence();
            }
        }
        standing.weighed(sum / ways.length, sum / ways.length, siteSum / ways.length);
    }

    private double together(int way, Baseline.Way models) {
        if (watched == 1) {
            return groups[way].evidence();
        }
        Outliers outliers = models.outliers();
        if (outliers == null) {
            return (1 - ON_NODES) * groups[way].evidence() + ON_NODES * nodes[way].evidence();
        }
        Unrest unrest = models.unrest();
        group[0] = outliers.of(nodes[way], unrest == null ? 1 : unrest.reached());
        few[way].update(new SeriesModel[] {outliers.model(unrest == null ? 0 : unrest.noise(watched))}, group);
        return ON_GROUP * groups[way].evidence()
                + ON_NODES * nodes[way].evidence()
                + (1 - ON_GROUP - ON_NODES) * few[way].evidence();
    }

    @Override
    public boolean leans() {
        if (!standing.begun()) {
            return false;
        }
        for (Leaning way : leaning) {
            if (way.beyond() >= SURE_ENOUGH_TO_WAIT) {
                return true;
            }
        }
        return standing.leans();
    }

    @Override
    public String method() {
        Baseline learnt = baseline;
        if (learnt == null) {
            return "";
        }
        String by = "; e-process of clipped, whitened differences of nodes and their group";
        return (control == 0
                        ? "levels against the same nodes before the change"
                        : learnt.whileRunning()
                                ? "levels against the control, noise learnt from the control while it runs"
                                : "change of levels against the change of the control")
                + by;
    }

    @Override
    public double snapshotLevel() {
        return baseline == null ? Double.NaN : baseline.watchedLevel();
    }

    @Override
    public Standing standing() {
        return standing;
    }
}
