package dev.tidegate.rollout.review.gerrit;

import dev.tidegate.rollout.review.Review.TouchedFile;
import java.time.Instant;
import java.util.List;

/**
 * A change as Gerrit tells of it.
 *
 * @param status NEW, MERGED or ABANDONED
 * @param submittable whether Gerrit would merge it now
 * @param workInProgress not to be looked at yet
 * @param submitType how the project merges, such as MERGE_IF_NECESSARY
 * @param current revision of the newest patch set
 * @param patchSet number of the newest patch set
 * @param unmet names and reasons of the requirements that are not met
 * @param author e-mail address of who wrote the newest patch set
 * @param voters who gave a vote above zero that still stands, without the author and the owner
 * @param files what the newest patch set touches
 */
record GerritChange(
        int number,
        String project,
        String branch,
        String status,
        boolean submittable,
        boolean workInProgress,
        String submitType,
        String current,
        int patchSet,
        List<String> unmet,
        String author,
        List<String> voters,
        String subject,
        Instant committed,
        List<TouchedFile> files) {
    GerritChange {
        unmet = List.copyOf(unmet);
        voters = List.copyOf(voters);
        files = List.copyOf(files);
    }

    boolean merged() {
        return status.equals("MERGED");
    }

    /** Whether merging makes another commit of it than the one that was reviewed. */
    boolean isRewritten() {
        return submitType.equals("CHERRY_PICK") || submitType.equals("REBASE_ALWAYS");
    }
}
