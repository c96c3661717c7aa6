package dev.tidegate.health.retro;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes rounds of single values, as a live watch would have had them.
 *
 * <p>Time is cut into the policy's intervals, beginning at the change. What a node said of a signal within one interval is
 * one value of the round: the latest of a gauge, which is what a live query would have found, and the sum of a count and
 * of a ratio's part and total. The round's time is that of the latest value in it, so no judgement knows anything from
 * later than its own time.
 *
 * <p>A signal that nobody reported in an interval was not asked for then, as long as it was heard of within its
 * {@code stale_after}; after that it is {@link Evidence.Stale}. Values may come in any order as long as the intervals that
 * are still open fit into memory ({@link #MAX_CELLS}).
 */
public final class Rounds {
    /** Values kept for intervals that are still open: some hundred megabytes. */
    static final long MAX_CELLS = 12_000_000;

    static final long MAX_ROUNDS = 5_000_000;
    private static final String TOTAL = ".total";

    private final HealthPolicy policy;
    private final Cohort cohort;
    private final long since;
    private final long interval;
    private final Consumer<Round> to;
    private final List<Map<String, Integer>> nodes = new ArrayList<>();
    private final Map<String, Integer> signals = new HashMap<>();
    private final TreeMap<Long, Open> open = new TreeMap<>();
    private final long mostOpen;
    private final long[][] heard;
    private long last = Long.MIN_VALUE;
    private long rounds;

    /** One interval. Arrays by group, then signal, then node. */
    private static final class Open {
        long at = Long.MIN_VALUE;
        final double[][][] sums = new double[2][][];
        final double[][][] totals = new double[2][][];
        final long[][][] times = new long[2][][];
    }

    /**
     * @param since when the change began
     * @param to gets the rounds in the order of time
     */
    public Rounds(HealthPolicy policy, Cohort cohort, Instant since, Consumer<Round> to) {
        this.policy = policy;
        this.cohort = cohort;
        this.since = since.toEpochMilli();
        this.interval = policy.interval().toMillis();
        this.to = to;
        for (Group group : List.of(Group.WATCHED, Group.CONTROL)) {
            Map<String, Integer> index = new HashMap<>();
            cohort.nodes(group).forEach(node -> index.put(node, index.size()));
            nodes.add(index);
        }
        for (Signal signal : policy.signals()) {
            signals.put(signal.name(), signals.size());
        }
        heard = new long[2][policy.signals().size()];
        for (long[] of : heard) {
            Arrays.fill(of, Long.MIN_VALUE);
        }
        long cells = (long) policy.signals().size()
                * (cohort.watched().size() + cohort.control().size());
        mostOpen = Math.max(2, MAX_CELLS / Math.max(1, cells));
    }

    /** Whether a name in a file is one of the policy's signals, or the total of one that is a ratio. */
    static boolean isKnown(HealthPolicy policy, String name) {
        return policy.signals().stream()
                .anyMatch(signal -> signal.name().equals(name)
                        || signal.kind() == SignalKind.RATIO && (signal.name() + TOTAL).equals(name));
    }

    /**
     * Takes a value; a signal the policy does not have is left out.
     *
     * @param millis since 1970
     * @param signal of the policy, or with {@code .total} for the total of a ratio
     * @param value NaN for a node that did not report
     * @throws IllegalArgumentException when it comes too late, or makes no sense
     */
    public void add(Group group, long millis, String node, String signal, double value) {
        boolean total = signal.endsWith(TOTAL) && !signals.containsKey(signal);
        @Nullable Integer index = signals.get(total ? signal.substring(0, signal.length() - TOTAL.length()) : signal);
        @Nullable Integer position = nodes.get(index(group)).get(node);
        if (index == null || position == null || Double.isNaN(value)) {
            return;
        }
        SignalKind kind = policy.signals().get(index).kind();
        if (total && kind != SignalKind.RATIO) {
            return;
        }
        if (kind != SignalKind.GAUGE && value < 0) {
            throw new IllegalArgumentException(signal + " counts something, so " + value + " is no value of it");
        }
        Open in = open(Math.floorDiv(millis - since, interval));
        in.at = Math.max(in.at, millis);
        int of = index(group);
        if (total) {
            add(array(in.totals, of, index), position, value);
        } else {
            double[] values = array(in.sums, of, index);
            if (kind != SignalKind.GAUGE) {
                add(values, position, value);
            } else if (millis >= times(in.times, of, index)[position]) {
                values[position] = value;
                times(in.times, of, index)[position] = millis;
            }
        }
    }

    private static int index(Group group) {
        return switch (group) {
            case WATCHED -> 0;
            case CONTROL -> 1;
        };
    }

    private static void add(double[] sums, int at, double value) {
        sums[at] = Double.isNaN(sums[at]) ? value : sums[at] + value;
    }

    private Open open(long number) {
        @Nullable Open there = open.get(number);
        if (there != null) {
            return there;
        }
        if (number <= last) {
            throw new IllegalArgumentException("this row is more than " + mostOpen
                    + " intervals older than the one before; sort the file by time");
        }
        Open made = new Open();
        open.put(number, made);
        while (open.size() > mostOpen) {
            close(open.pollFirstEntry());
        }
        return made;
    }

    /** Gives out the rounds that are still open. */
    public void finish() {
        while (!open.isEmpty()) {
            close(open.pollFirstEntry());
        }
    }

    private void close(Map.@Nullable Entry<Long, Open> entry) {
        if (entry == null) {
            return;
        }
        long number = entry.getKey();
        rounds += last == Long.MIN_VALUE ? 1 : number - last;
        if (rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("there are more than " + MAX_ROUNDS + " rounds of " + interval / 1000.0
                    + " s from the first row to the last; choose a longer interval");
        }
        for (long silent = last == Long.MIN_VALUE ? number : last + 1; silent < number; silent++) {
            give(since + silent * interval, new Open());
        }
        last = number;
        give(entry.getValue().at, entry.getValue());
    }

    private void give(long at, Open in) {
        List<Reading> readings = new ArrayList<>();
        for (Group group : Group.values()) {
            if (cohort.nodes(group).isEmpty()) {
                continue;
            }
            for (int i = 0; i < policy.signals().size(); i++) {
                Signal signal = policy.signals().get(i);
                @Nullable Evidence evidence = evidence(signal, i, group, at, in);
                if (evidence != null) {
                    readings.add(new Reading(signal.name(), group, evidence));
                }
            }
        }
        if (!readings.isEmpty()) {
            to.accept(new Round(Instant.ofEpochMilli(at), readings));
        }
    }

    /** Null when it was not asked for. */
    private @Nullable Evidence evidence(Signal signal, int index, Group group, long at, Open in) {
        int of = index(group);
        double[] @Nullable [] sums = in.sums[of];
        double[] @Nullable [] totals = in.totals[of];
        boolean there = sums != null && sums[index] != null || totals != null && totals[index] != null;
        if (!there) {
            long age = at - heard[of][index];
            if (heard[of][index] == Long.MIN_VALUE) {
                return new Evidence.NoData("the file has no row of it yet");
            }
            if (signal.empty() == Empty.ZERO) {
                return new Evidence.NoData("no rows in this interval");
            }
            return age <= signal.staleAfter().toMillis()
                    ? null
                    : new Evidence.Stale(Duration.ofMillis(age), "the last row of it is " + age / 1000 + " s old");
        }
        heard[of][index] = at;
        double[] values = array(in.sums, of, index);
        return new Evidence.Values(
                values, signal.kind() == SignalKind.RATIO ? array(in.totals, of, index) : new double[0]);
    }

    private double[] array(double[][][] arrays, int group, int signal) {
        if (arrays[group] == null) {
            arrays[group] = new double[policy.signals().size()][];
        }
        if (arrays[group][signal] == null) {
            arrays[group][signal] = new double[nodes.get(group).size()];
            Arrays.fill(arrays[group][signal], Double.NaN);
        }
        return arrays[group][signal];
    }

    private long[] times(long[][][] arrays, int group, int signal) {
        if (arrays[group] == null) {
            arrays[group] = new long[policy.signals().size()][];
        }
        if (arrays[group][signal] == null) {
            arrays[group][signal] = new long[nodes.get(group).size()];
        }
        return arrays[group][signal];
    }
}
