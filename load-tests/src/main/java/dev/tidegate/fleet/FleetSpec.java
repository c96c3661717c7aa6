package dev.tidegate.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to simulate.
 *
 * @param nodes how many, staging not counted
 * @param staging how many nodes there are to try things on
 * @param dead share whose minions never answer
 * @param killed share of jobs on nodes that are killed while they run
 * @param revision what nodes have at the beginning
 * @param bad revisions that make nodes unhealthy; see {@link #badFrom}
 * @param badFrom how many nodes have to have a bad revision before it shows; such faults pass staging and a first node
 * @param work how long states take, at most
 * @param silence how long the master waits for a minion that does not answer
 * @param users names and passwords that may log in
 * @param seed settles every random choice
 */
public record FleetSpec(
        int nodes,
        int staging,
        double dead,
        double killed,
        String revision,
        List<String> bad,
        int badFrom,
        Duration work,
        Duration silence,
        Map<String, String> users,
        long seed) {
    public FleetSpec {
        bad = List.copyOf(bad);
        users = Map.copyOf(users);
    }

    /** A small one in which everything is quick, for tests. */
    public static FleetSpec quick(int nodes, String revision) {
        return new FleetSpec(
                nodes,
                0,
                0,
                0,
                revision,
                List.of(),
                1,
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                Map.of("tidegate", "secret"),
                1);
    }
}
