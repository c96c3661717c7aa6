package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.git.Trust.Judged;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Review of revisions in one Git repository, by signatures, trailers and notes; see {@link Trust} for what counts.
 *
 * <p>A revision that is on the branch is judged by itself: what the branch had before was let in by whoever guards it. A
 * revision that is not on the branch brings commits along, and each of them must be reviewed.
 */
public final class GitReview implements Review, Disposable {
    private static final List<String> REFS = Stream.concat(
                    GitLedger.REFS.stream(), Stream.of("+refs/tags/*:refs/tags/*"))
            .toList();

    private final GitSettings settings;
    private final GitStore store;
    private final GitLedger ledger;

    /** @throws IllegalArgumentException when the address is none */
    public GitReview(GitSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.store = new GitStore(settings, REFS, meters);
        this.ledger = new GitLedger(store);
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        return store.ask(List.of(), place -> reviewed(place, origin.revision()));
    }

    @Override
    public Mono<Diff> diff(Origin origin) {
        return store.ask(List.of(), place -> {
            RevCommit commit = Commits.find(settings, place, origin.revision());
            ObjectId from = Commits.before(place, commit, branch(place));
            return Diffs.between(settings, place, from, commit, Diff.Limits.DEFAULT);
        });
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return store.ask(List.of(), place -> submitted(place, origin.revision()));
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        return ledger.record(deployment, Writer.TIDEGATE, List.of());
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return ledger.deployed(group);
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return ledger.exists(revision);
    }

    @Override
    public void dispose() {
        ledger.dispose();
    }

    private Reviewed reviewed(Place place, String revision) throws IOException {
        RevCommit commit = Commits.find(settings, place, revision);
        ObjectId branch = branch(place);
        boolean merged = Commits.isOn(place, commit, branch);
        int mostCommits = settings.limits().commits();
        List<RevCommit> brought = merged ? List.of(commit) : Commits.notOn(place, commit, branch, mostCommits);
        Judged judged = brought.size() > mostCommits
                ? new Judged(
                        false,
                        "it brings more than " + mostCommits + " commits that are not on " + settings.branch(),
                        List.of())
                : judge(place, brought);
        int mostFiles = settings.limits().files();
        List<TouchedFile> files =
                Commits.touched(settings, place, Commits.before(place, commit, branch), commit, mostFiles);
        if (files.size() > mostFiles) {
            judged = new Judged(false, "it touches more than " + mostFiles + " files; split it", judged.reviewers());
        }
        return new Reviewed(
                judged.approved(),
                judged.reason(),
                merged,
                Trust.author(commit),
                judged.reviewers(),
                commit.getShortMessage(),
                commit.getCommitterIdent().getWhenAsInstant(),
                files);
    }

    /** All must be reviewed; the first that is not says why. */
    private Judged judge(Place place, List<RevCommit> commits) throws IOException {
        Trust trust = new Trust(settings);
        ObjectId notes = place.at(Notes.REVIEW);
        Set<String> reviewers = new TreeSet<>();
        Judged last = new Judged(false, "there is nothing to review", List.of());
        for (RevCommit commit : commits) {
            last = trust.judge(place.repository(), commit, Notes.read(place, notes, commit));
            if (!last.approved()) {
                return commits.size() == 1
                        ? last
                        : new Judged(
                                false,
                                "commit " + commit.name() + " (" + commit.getShortMessage() + "), which comes with it: "
                                        + last.reason(),
                                List.of());
            }
            reviewers.addAll(last.reviewers());
        }
        String reason = commits.size() == 1 ? last.reason() : "all " + commits.size() + " commits are reviewed";
        return new Judged(true, reason, List.copyOf(reviewers));
    }

    private Reviewed submitted(Place place, String revision) throws IOException {
        Reviewed found = reviewed(place, revision);
        if (!found.approved()) {
            throw new ReviewException(
                    "revision " + revision + " of " + settings.title() + " is not reviewed: " + found.reason());
        }
        if (found.merged()) {
            return found;
        }
        RevCommit commit = Commits.find(settings, place, revision);
        ObjectId branch = branch(place);
        RevCommit base = Commits.base(place, commit, branch);
        if (base == null || !base.equals(branch)) {
            throw new ReviewException("revision " + revision + " of " + settings.title() + " does not follow "
                    + settings.branch() + ", which has moved on; rebase it and have it reviewed again");
        }
        place.move(List.of(new Move(ref(), branch, commit.getId())));
        return new Reviewed(
                true,
                found.reason(),
                true,
                found.author(),
                found.reviewers(),
                found.subject(),
                found.committed(),
                found.files());
    }

    private ObjectId branch(Place place) throws IOException {
        ObjectId found = place.at(ref());
        if (found.equals(ObjectId.zeroId())) {
            throw new ReviewException("repository " + settings.title() + " has no branch " + settings.branch());
        }
        return found;
    }

    private String ref() {
        return "refs/heads/" + settings.branch();
    }
}
