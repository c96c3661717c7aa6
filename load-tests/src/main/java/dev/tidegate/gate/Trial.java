package dev.tidegate.gate;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.retro.Hearing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One change, made up: a snapshot, then rounds of watched nodes and of a control, shown to several gates. */
final class Trial {
    static final int STEP = 10;
    /** Requests a node and round, of which a ratio's values are the bad ones. */
    static final int REQUESTS = 100;

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A gate that is not ours. Times are seconds since the change. */
    interface Peer {
        /** Whether it gives up the change now. */
        boolean alarms(int second, double[] watched, double[] control);
    }

    /** Seconds until each gate gave up the change; -1 for never. */
    record Result(int ours, int[] peers) {}

    private Trial() {}

    /**
     * @param control nodes that are not touched; may be none
     * @param factor by which the watched are worse from the change on
     * @param rounds after the change
     */
    static Result run(
            HealthPolicy policy, Noise[] watched, Noise[] control, double factor, int rounds, List<Peer> peers) {
        Cohort cohort = new Cohort(names("w", watched.length), names("c", control.length));
        int snapshot = (int) (policy.snapshot().toSeconds() / STEP);
        Instant change = START.plusSeconds((long) snapshot * STEP);
        SignalKind kind = policy.signals().getFirst().kind();
        Hearing hearing = new Hearing(policy, cohort, change);
        int ours = -1;
        int[] found = new int[peers.size()];
        Arrays.fill(found, -1);
        for (int round = -snapshot; round < rounds; round++) {
            double[] of = values(watched, round < 0 ? 1 : factor);
            double[] others = values(control, 1);
            int second = round * STEP;
            if (ours < 0) {
                List<Reading> readings = new ArrayList<>();
                readings.add(new Reading("signal", Group.WATCHED, evidence(kind, of)));
                if (control.length > 0) {
                    readings.add(new Reading("signal", Group.CONTROL, evidence(kind, others)));
                }
                @Nullable Judgement changed = hearing.take(new Round(change.plusSeconds(second), readings));
                if (changed != null && changed.verdict() instanceof Verdict.Unhealthy) {
                    ours = second;
                }
            }
            boolean open = ours < 0;
            for (int peer = 0; peer < found.length; peer++) {
                if (found[peer] < 0 && peers.get(peer).alarms(second, of, others)) {
                    found[peer] = second;
                }
                open |= found[peer] < 0;
            }
            if (!open) {
                break;
            }
        }
        return new Result(ours, found);
    }

    /** The values; those of a ratio are of so many requests each. */
    private static Evidence evidence(SignalKind kind, double[] values) {
        if (kind != SignalKind.RATIO) {
            return Evidence.Values.of(values);
        }
        double[] totals = new double[values.length];
        Arrays.fill(totals, REQUESTS);
        return new Evidence.Values(
                Arrays.stream(values).map(value -> Math.min(value, REQUESTS)).toArray(), totals);
    }

    private static double[] values(Noise[] nodes, double factor) {
        double[] values = new double[nodes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = nodes[i].next(factor);
        }
        return values;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i).toList();
    }
}
