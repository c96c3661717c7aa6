package dev.tidegate.rollout.gate;

import dev.tidegate.rollout.change.Overlap;
import dev.tidegate.rollout.plan.Plan;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.staging.StagingRun;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a change besides its content and its answers.
 *
 * @param review empty when it could not be asked
 * @param reviewProblem why not; empty when it could
 * @param plan empty when it is refused
 * @param planRefused why; empty when it is not
 * @param staging the newest run of this revision
 * @param closed why no window is open at its start; empty when one is
 * @param frozen why not even an emergency may begin at this time; empty when it may
 */
public record Facts(
        Optional<Reviewed> review,
        String reviewProblem,
        Optional<Plan> plan,
        String planRefused,
        Optional<StagingRun> staging,
        Optional<String> closed,
        Optional<String> frozen,
        List<Overlap> overlaps,
        WayBack wayBack) {
    public Facts {
        overlaps = List.copyOf(overlaps);
    }
}
