package dev.tidegate.rollout.review.git;

import java.time.Duration;

/**
 * What one repository may cost us.
 *
 * @param network how long a server may be silent while something is fetched or pushed
 * @param answer how long a question may take in all, its turn included
 * @param waiting how many questions may wait for their turn; one is worked on at a time
 * @param commits how many commits may be looked at that are not on the branch yet
 * @param files how many files a revision may touch
 * @param fileBytes lines are counted in files up to this size
 * @param tries how often a note is written again when somebody else wrote at the same time
 */
public record GitLimits(
        Duration network, Duration answer, int waiting, int commits, int files, int fileBytes, int tries) {
    public static final GitLimits DEFAULT =
            new GitLimits(Duration.ofSeconds(20), Duration.ofMinutes(2), 64, 200, 10_000, 1 << 20, 10);

    public GitLimits {
        if (network.toSeconds() < 1 || !answer.isPositive()) {
            throw new IllegalArgumentException("the time-out of the network must be at least a second");
        }
        if (waiting < 1 || commits < 1 || files < 1 || fileBytes < 1 || tries < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same, with another time-out of all; the one of the network follows when it would be longer. */
    public GitLimits withAnswer(Duration timeout) {
        Duration shorter = network.compareTo(timeout) < 0 ? network : timeout;
        return new GitLimits(shorter, timeout, waiting, commits, files, fileBytes, tries);
    }
}
