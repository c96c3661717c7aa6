package dev.tidegate.rollout.change.flow;

import dev.tidegate.health.watch.Policies;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.OpenIncidents;
import dev.tidegate.rollout.staging.StagingStore;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.window.Calendars;
import dev.tidegate.rollout.window.Windows;
import java.util.Map;

/**
 * What the way of a change goes through.
 *
 * @param targets by their names in the fleet
 * @param topology what depends on the nodes
 */
public record ChangePorts(
        ChangeBook book,
        Fleet fleet,
        Review review,
        Packages packages,
        Map<String, Target> targets,
        Windows windows,
        Calendars calendars,
        History history,
        OpenIncidents incidents,
        StagingStore staging,
        Policies policies,
        Topology topology) {
    public ChangePorts {
        targets = Map.copyOf(targets);
    }
}
