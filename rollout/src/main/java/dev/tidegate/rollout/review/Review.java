package dev.tidegate.rollout.review;

import dev.tidegate.rollout.change.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Where revisions come from, and where they are reviewed. Fails with {@link ReviewException}. */
public interface Review {

    /** Whether this exact revision is reviewed, and what it touches. */
    Mono<Reviewed> look(Origin origin);

    /** Whether a repository has this commit, on a branch, a tag or what was written down as deployed; so one can go back to it. */
    Mono<Boolean> exists(String repository, String revision);

    /** What this exact revision changes, compared with what {@link #look} compares it with. */
    Mono<Diff> diff(Origin origin);

    /** Makes the reviewed revision the one to deploy; nothing to do when it is already. */
    Mono<Reviewed> submit(Origin origin);

    /** Writes down in the repository what was deployed where, so that the way back is in Git. */
    Mono<Deployed> record(Origin origin, Deployment deployment);

    /** What was written down last for a group of nodes; empty when nothing was. */
    Mono<Deployment> deployed(String repository, String group);

    /**
     * What is known of a revision.
     *
     * @param approved whether everything that review asks for is met on exactly this revision
     * @param reason why, or what is missing
     * @param merged whether it is part of the branch that is deployed
     * @param author who wrote it
     * @param reviewers who agreed to it
     */
    record Reviewed(
            boolean approved,
            String reason,
            boolean merged,
            String author,
            List<String> reviewers,
            String subject,
            Instant committed,
            List<TouchedFile> files) {
        public Reviewed {
            reviewers = List.copyOf(reviewers);
            files = List.copyOf(files);
        }
    }

    /** A file that a revision touches, and by how many lines. */
    record TouchedFile(String path, int inserted, int deleted) {}

    /**
     * A revision on a group of nodes.
     *
     * @param group such as a site, or a wave of a rollout
     * @param former revision that was there before; empty the first time
     */
    record Deployment(
            String group, String revision, Optional<String> former, String rollout, List<String> nodes, Instant at) {
        public Deployment {
            nodes = List.copyOf(nodes);
        }
    }

    /** Where it was written down: a commit or a note. */
    record Deployed(String reference) {}
}
