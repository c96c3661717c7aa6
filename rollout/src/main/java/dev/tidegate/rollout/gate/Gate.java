package dev.tidegate.rollout.gate;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Overlap;
import dev.tidegate.rollout.staging.StagingRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands between a change and its approval. Everything is told at once, so that nobody has to come back for the next
 * reason. An emergency goes without review, staging and windows; it never goes through a freeze, over another change, or
 * without a plan.
 */
public final class Gate {
    private Gate() {}

    /** What stands against approving it; empty when nothing does. */
    public static List<String> againstApproval(Change change, Facts facts) {
        List<String> obstacles = new ArrayList<>();
        review(change, facts, obstacles);
        plan(facts, obstacles);
        staging(change, facts, obstacles);
        facts.closed().ifPresent(reason -> obstacles.add("at its start no window is open: " + reason));
        overlaps(facts, obstacles);
        if (!facts.wayBack().proven() && change.content().irreversible().isEmpty()) {
            obstacles.add("the way back is not proven: " + facts.wayBack().words()
                    + "; bring it back into reach, or declare the step irreversible");
        }
        return obstacles;
    }

    /** What stands even against an emergency; empty when nothing does. */
    public static List<String> againstEmergency(Facts facts) {
        List<String> obstacles = new ArrayList<>();
        plan(facts, obstacles);
        facts.frozen().ifPresent(reason -> obstacles.add("everything is held now: " + reason));
        overlaps(facts, obstacles);
        return obstacles;
    }

    private static void review(Change change, Facts facts, List<String> obstacles) {
        if (facts.review().isEmpty()) {
            obstacles.add("the review is not known: " + facts.reviewProblem());
        } else if (!facts.review().get().approved()) {
            obstacles.add("revision " + change.content().origin().revision() + " is not approved in review: "
                    + facts.review().get().reason());
        }
    }

    private static void plan(Facts facts, List<String> obstacles) {
        if (facts.plan().isEmpty()) {
            obstacles.add("it cannot be planned: " + facts.planRefused());
        }
    }

    private static void staging(Change change, Facts facts, List<String> obstacles) {
        if (facts.staging().isEmpty()) {
            obstacles.add("revision " + change.revision() + " was not tried in staging yet");
            return;
        }
        StagingRun run = facts.staging().get();
        switch (run.state()) {
            case RUNNING -> obstacles.add("staging of revision " + change.revision() + " still runs");
            case FAILED -> obstacles.add("staging of revision " + change.revision() + " failed: " + run.reason());
            case PASSED -> {}
        }
    }

    private static void overlaps(Facts facts, List<String> obstacles) {
        facts.overlaps().stream().filter(Overlap::blocks).forEach(overlap -> obstacles.add(overlap.words()));
    }
}
