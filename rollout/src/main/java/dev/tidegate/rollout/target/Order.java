package dev.tidegate.rollout.target;

import dev.tidegate.rollout.change.PackageSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * What nodes are told to become.
 *
 * @param id of the dispatch; the same id is the same order, however often it is given
 * @param epoch of the controller that gives it; rises with each take-over
 * @param rollout for people who look at the target's own records
 * @param nodes by their names in the fleet
 * @param repository name of the configured repository or review server that the revision is of
 * @param revision full commit hash that nodes shall have; on the way back the former one
 * @param states what is applied, in order
 * @param packages snapshots that are published when it is applied
 * @param within how long one node may take
 */
public record Order(
        String id,
        long epoch,
        String rollout,
        List<String> nodes,
        String repository,
        String revision,
        List<String> states,
        List<PackageSnapshot> packages,
        Duration within) {
    public Order {
        nodes = List.copyOf(nodes);
        states = List.copyOf(states);
        packages = List.copyOf(packages);
    }
}
