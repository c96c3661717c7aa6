package dev.tidegate.gateway.read;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How many incidents there are.
 *
 * @param total that match the whole query
 * @param byState that match everything but the wanted states, by state: what choosing another state would show
 * @param bySeverity that match everything but the wanted severities, by severity
 */
public record Counts(long total, Map<String, Long> byState, Map<String, Long> bySeverity) {
    public Counts {
        byState = Map.copyOf(byState);
        bySeverity = Map.copyOf(bySeverity);
    }

    /** So many incidents of this state and severity match what else was asked for. */
    public record Cell(String state, String severity, long count) {}

    public static Counts of(List<Cell> cells, Set<String> states, Set<String> severities) {
        Predicate<Cell> inStates = cell -> states.isEmpty() || states.contains(cell.state());
        Predicate<Cell> inSeverities = cell -> severities.isEmpty() || severities.contains(cell.severity());
        long total = cells.stream()
                .filter(inStates.and(inSeverities))
                .mapToLong(Cell::count)
                .sum();
        return new Counts(total, summed(cells, inSeverities, Cell::state), summed(cells, inStates, Cell::severity));
    }

    private static Map<String, Long> summed(List<Cell> cells, Predicate<Cell> wanted, Function<Cell, String> by) {
        Map<String, Long> out = new TreeMap<>();
        for (Cell cell : cells) {
            if (wanted.test(cell)) {
                out.merge(by.apply(cell), cell.count(), Long::sum);
            }
        }
        return out;
    }
}
