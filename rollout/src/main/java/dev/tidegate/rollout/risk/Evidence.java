package dev.tidegate.rollout.risk;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a change before it runs.
 *
 * @param files touched
 * @param lines inserted and deleted
 * @param packages whose versions differ
 * @param nodes that it touches
 * @param fanOut things that depend on these nodes
 * @param openIncidents on these nodes or what they depend on
 * @param hour of the day where the nodes are, 0 to 23
 * @param weekend whether it is one there
 * @param sinceLast time since these nodes were changed last; empty when they never were
 * @param history how the same states and roles fared before
 * @param irreversible steps that cannot be taken back
 */
public record Evidence(
        int files,
        int lines,
        int packages,
        int nodes,
        int fanOut,
        int openIncidents,
        int hour,
        boolean weekend,
        Optional<Duration> sinceLast,
        List<History> history,
        int irreversible) {
    public Evidence {
        history = List.copyOf(history);
    }

    /**
     * Executions of one state or role before.
     *
     * @param of its name
     */
    public record History(String of, int runs, int failures) {}
}
