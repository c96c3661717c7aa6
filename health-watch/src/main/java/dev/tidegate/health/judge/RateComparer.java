package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Dispersion;
import dev.tidegate.health.judge.stat.RateTest;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compares events: counts a node and round, or parts of totals. Half of the stake is on the group, half on the single
 * nodes.
 */
final class RateComparer implements Comparer {
    private static final double ON_GROUP = 0.5;
    /** By how much the rates of matched nodes are taken to differ for good, as a logarithm. */
    private static final double FOR_GOOD = 0.2;

    private static final int LEAST_ROUNDS = 6;

    private final int watched;
    private final int control;
    private final double doubt;
    private final Allowance[] ways;
    private final Dispersion nodes;
    private final Dispersion groups = new Dispersion(2);
    private final RateTest[] groupTests;
    private final RateTest[] nodeTests;
    private final RateTest[] siteTests;
    private final Standing standing;
    private double snapshotEvents;
    private double snapshotExposure;
    private double snapshotControlEvents;
    private double snapshotControlExposure;
    private double controlEvents;
    private double controlExposure;
    private final double[] nodeEvents;
    private final double[] nodeExposure;
    private int remembered;

    RateComparer(int watched, int control, Direction direction, Comparison comparison, double doubt) {
        this.watched = watched;
        this.control = control;
        this.doubt = doubt;
        ways = Allowance.of(direction, comparison);
        nodes = new Dispersion(watched + control);
        groupTests = tests(1);
        nodeTests = tests(watched);
        siteTests = tests(1);
        standing = new Standing(watched, control);
        nodeEvents = new double[watched];
        nodeExposure = new double[watched];
    }

    private RateTest[] tests(int series) {
        RateTest[] tests = new RateTest[ways.length];
        Arrays.setAll(tests, way -> new RateTest(series, ways[way].up()));
        return tests;
    }

    @Override
    public void remember(Sample watchedNow, @Nullable Sample controlNow) {
        if (watchedNow.reporting() == 0 || (control > 0 && (controlNow == null || controlNow.reporting() == 0))) {
            return;
        }
        remembered++;
        snapshotEvents += watchedNow.events();
        snapshotExposure += watchedNow.exposure();
        groups.add(0, watchedNow.events(), watchedNow.exposure());
        for (int i = 0; i < watched; i++) {
            if (watchedNow.known(i)) {
                nodes.add(i, watchedNow.values()[i], watchedNow.totals()[i]);
                nodeEvents[i] += watchedNow.values()[i];
                nodeExposure[i] += watchedNow.totals()[i];
            }
        }
        if (controlNow != null) {
            snapshotControlEvents += controlNow.events();
            snapshotControlExposure += controlNow.exposure();
            groups.add(1, controlNow.events(), controlNow.exposure());
            learn(controlNow);
        }
    }

    private void learn(Sample controlNow) {
        controlEvents += controlNow.events();
        controlExposure += controlNow.exposure();
        for (int j = 0; j < control; j++) {
            if (controlNow.known(j)) {
                nodes.add(watched + j, controlNow.values()[j], controlNow.totals()[j]);
            }
        }
    }

    @Override
    public boolean compare(Sample watchedNow, @Nullable Sample controlNow) {
        if (control == 0 && (remembered < LEAST_ROUNDS || snapshotExposure <= 0)) {
            return false;
        }
        standing.begin();
        double sum = 0;
        double even = 0;
        double site = 0;
        for (int way = 0; way < ways.length; way++) {
            begin(way);
            if (controlNow == null) {
                against(way, watchedNow);
            } else {
                beside(way, watchedNow, controlNow);
            }
            groupTests[way].settle();
            nodeTests[way].settle();
            sum += together(groupTests[way].evidence(), nodeTests[way].evidence());
            even += together(groupTests[way].evenEvidence(), nodeTests[way].evenEvidence());
            site += siteTests[way].evidence();
        }
        standing.weighed(sum / ways.length, even / ways.length, site / ways.length);
        if (controlNow != null) {
            learn(controlNow);
        }
        return true;
    }

    private double together(double ofGroup, double ofNodes) {
        return watched == 1 ? ofGroup : ON_GROUP * ofGroup + (1 - ON_GROUP) * ofNodes;
    }

    private void begin(int way) {
        groupTests[way].begin();
        nodeTests[way].begin();
        siteTests[way].begin();
    }

    /** Beside a control: how many of all events are the watched ones'. */
    private void beside(int way, Sample now, Sample untouched) {
        Allowance allowance = ways[way];
        double kappa = Math.max(nodes.kappa(), 1e-9);
        double temper = nodes.temper();
        double rate = (controlEvents + 0.5) / Math.max(controlExposure, 1);
        double events = untouched.events();
        double exposure = untouched.exposure();
        double allowed = Math.max(allowance.factor() + allowance.extra() / rate, 1e-9);
        double usual = RateEdges.usual(
                allowance,
                snapshotEvents,
                snapshotExposure,
                snapshotControlEvents,
                snapshotControlExposure,
                FOR_GOOD * Math.sqrt(1.0 / watched + 1.0 / control),
                groups.index(),
                doubt / 2);
        double alone = FOR_GOOD * Math.sqrt(1 + 1.0 / control);
        double weight = now.exposure() * allowed * usual;
        double reporting = now.reporting();
        if (exposure > 0 && now.exposure() > 0) {
            groupTests[way].beside(
                    0,
                    now.events(),
                    now.events() + events,
                    weight / (weight + exposure),
                    (reporting + untouched.reporting()) / kappa,
                    temper);
        } else {
            groupTests[way].hold(0);
        }
        for (int i = 0; i < watched; i++) {
            double exposed = now.totals()[i];
            if (exposure <= 0 || !(exposed > 0)) {
                nodeTests[way].hold(i);
                continue;
            }
            double own = RateEdges.usual(
                    allowance,
                    nodeEvents[i],
                    nodeExposure[i],
                    snapshotControlEvents,
                    snapshotControlExposure,
                    alone,
                    nodes.index(),
                    doubt / 2 / watched);
            double share = exposed * allowed * own;
            nodeTests[way].beside(
                    i,
                    now.values()[i],
                    now.values()[i] + events,
                    share / (share + exposure),
                    (1 + untouched.reporting()) / kappa,
                    temper);
            stand(way, i, now.values()[i] - exposed * allowed * own * rate);
        }
        if (way == 0) {
            double expected = events * now.exposure() / Math.max(exposure, 1e-300);
            standing.seen(now.events(), expected, now.exposure());
        }
        siteWide(way, untouched, kappa, temper);
    }

    private void siteWide(int way, Sample untouched, double kappa, double temper) {
        if (remembered < LEAST_ROUNDS) {
            siteTests[way].hold(0);
        } else {
            double mean =
                    RateEdges.allowed(ways[way], snapshotControlEvents, snapshotControlExposure, groups.index(), doubt)
                            * untouched.exposure();
            double size = Math.min(untouched.reporting() / kappa, 1 / Math.max(groups.kappa(), 1e-9));
            siteTests[way].against(0, untouched.events(), mean, Math.max(size, 1e-3), temper);
        }
        siteTests[way].settle();
    }

    /** Against the rounds before the change. */
    private void against(int way, Sample now) {
        Allowance allowance = ways[way];
        double kappa = Math.max(nodes.kappa(), 1e-9);
        double temper = Math.max(nodes.temper(), groups.temper());
        double rate = RateEdges.allowed(allowance, snapshotEvents, snapshotExposure, groups.index(), doubt / 2);
        if (now.exposure() > 0) {
            double size = Math.min(now.reporting() / kappa, 1 / Math.max(groups.kappa(), 1e-9));
            groupTests[way].against(0, now.events(), rate * now.exposure(), Math.max(size, 1e-3), temper);
        } else {
            groupTests[way].hold(0);
        }
        for (int i = 0; i < watched; i++) {
            double exposed = now.totals()[i];
            if (!(exposed > 0) || nodeExposure[i] <= 0) {
                nodeTests[way].hold(i);
                continue;
            }
            double own =
                    RateEdges.allowed(allowance, nodeEvents[i], nodeExposure[i], nodes.index(), doubt / 2 / watched);
            nodeTests[way].against(i, now.values()[i], own * exposed, 1 / kappa, temper);
            stand(way, i, now.values()[i] - own * exposed);
        }
        if (way == 0) {
            standing.seen(now.events(), snapshotEvents / snapshotExposure * now.exposure(), now.exposure());
        }
    }

    private void stand(int way, int node, double beyond) {
        double stands = Math.log(Math.max(nodeTests[way].evidence(node), 1e-9))
                + 1e-3 * Math.clamp(ways[way].sign() * beyond, -100, 100);
        standing.stands(node, stands);
    }

    @Override
    public boolean leans() {
        return standing.leans();
    }

    @Override
    public String method() {
        return control > 0
                ? "share of events beside the control; e-process with beta-binomial spread"
                : "events against the rounds before the change; e-process with negative binomial spread";
    }

    @Override
    public double snapshotLevel() {
        return snapshotExposure > 0 ? snapshotEvents / snapshotExposure : Double.NaN;
    }

    @Override
    public Standing standing() {
        return standing;
    }
}
