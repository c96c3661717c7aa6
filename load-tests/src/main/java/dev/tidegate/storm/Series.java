package dev.tidegate.storm;

import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.fleet.FleetPlan;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The storms that a measurement is over: one for each fault and seed.
 *
 * @param faults names; an empty one for storms of all at once
 */
record Series(int nodes, List<Long> seeds, List<String> faults) {
    /** What {@code --fault} says for storms of every single one. */
    static final String ALL = "all";

    private static final int NODES = 200;
    private static final String SEEDS = "1-5";

    /** Reads {@code --nodes}, {@code --seeds} and {@code --fault}. */
    static Series parse(CommandLine line) {
        return new Series(
                line.number("nodes", FleetPlan.MIN_NODES, FleetPlan.MAX_NODES).orElse(NODES),
                seeds(line.text("seeds").orElse(SEEDS)),
                line.text("fault").map(Series::faults).orElse(List.of("")));
    }

    private static List<String> faults(String name) {
        if (name.equals(ALL)) {
            return FaultKind.breakages().stream().map(FaultKind::wireName).toList();
        }
        if (FaultKind.named(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "--fault wants %s or one of %s, not \"%s\"".formatted(ALL, FaultKind.names(), name));
        }
        return List.of(name);
    }

    private static List<Long> seeds(String text) {
        if (!text.matches("\\d{1,6}-\\d{1,6}")) {
            throw new IllegalArgumentException("--seeds wants FROM-TO, not \"" + text + "\"");
        }
        String[] ends = text.split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[1]))
                .boxed()
                .toList();
    }
}
