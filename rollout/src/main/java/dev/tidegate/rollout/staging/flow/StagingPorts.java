package dev.tidegate.rollout.staging.flow;

import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.staging.HealthWatch;
import dev.tidegate.rollout.staging.StagingStore;
import dev.tidegate.rollout.target.Target;
import java.util.Map;

/**
 * What staging works with.
 *
 * @param targets by their names in the fleet
 */
public record StagingPorts(
        StagingStore store,
        ChangeBook book,
        Fleet fleet,
        Packages packages,
        Map<String, Target> targets,
        HealthWatch health) {
    public StagingPorts {
        targets = Map.copyOf(targets);
    }
}
