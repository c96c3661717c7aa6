package dev.tidegate.rollout.review.gerrit;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.UnansweredException;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.remote.RemoteServer;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.git.GitLedger;
import dev.tidegate.rollout.review.git.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Review of patch sets in one project of a Gerrit.
 *
 * <p>What decides is what Gerrit itself would merge: {@code submittable}, for exactly the patch set that is asked for,
 * which must be the newest. The records of submitting are not asked: they say OK while a requirement is not met. Every
 * call names the revision, so that a patch set that comes up meanwhile is never meant by mistake. What was deployed is
 * written into the project's Git as notes, as for any other repository.
 */
public final class GerritReview implements Review, Disposable {
    private static final List<String> OPTIONS = List.of(
            "CURRENT_REVISION",
            "CURRENT_COMMIT",
            "CURRENT_FILES",
            "SUBMITTABLE",
            "SUBMIT_REQUIREMENTS",
            "DETAILED_LABELS",
            "DETAILED_ACCOUNTS");
    private static final String WITH = "o=" + String.join("&o=", OPTIONS);

    private final GerritSettings settings;
    private final RemoteServer server;
    private final GitLedger ledger;

    public GerritReview(GerritSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.server = new RemoteServer(settings.server(), meters);
        this.ledger = GitLedger.of(settings.git(), meters);
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        return find(origin).map(change -> reviewed(origin, change));
    }

    /**
     * Read from the project's Git: a patch by Gerrit's API begins with the commit's message, which can imitate a diff, and
     * is as long as it is. Gerrit is asked before whether the revision is one of the change's, and whether we may see it.
     */
    @Override
    public Mono<Diff> diff(Origin origin) {
        return find(origin).flatMap(change -> {
            int patchSet = origin instanceof Origin.Gerrit gerrit ? gerrit.patchSet() : change.patchSet();
            return ledger.diff(origin.revision(), List.of(ref(change.number(), patchSet)));
        });
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return ledger.exists(revision).flatMap(there -> there ? Mono.just(true) : isPatchSet(revision));
    }

    /** What was never merged is on no branch, and still to be had. */
    private Mono<Boolean> isPatchSet(String revision) {
        String query = "commit:" + revision;
        return told(server.get(
                        settings.root() + "/changes/?q=" + encode(query + " project:" + settings.project()) + "&n=1"))
                .map(answer -> !accepted(query, answer).isEmpty());
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return find(origin).flatMap(change -> {
            Reviewed before = reviewed(origin, change);
            if (before.merged()) {
                return Mono.just(before);
            }
            if (!before.approved()) {
                return Mono.error(new ReviewException(
                        what(change) + " at " + title() + " cannot be submitted: " + before.reason()));
            }
            if (change.isRewritten()) {
                return Mono.error(
                        new ReviewException(title() + " merges " + settings.project() + " by " + change.submitType()
                                + ", which makes a commit that nobody has reviewed or approved; let it merge by"
                                + " MERGE_IF_NECESSARY or FAST_FORWARD_ONLY"));
            }
            return submit(origin, change);
        });
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        List<String> more = new ArrayList<>();
        if (origin instanceof Origin.Gerrit gerrit && gerrit.revision().equals(deployment.revision())) {
            // a patch set that was never merged is on no branch
            more.add(ref(gerrit.change(), gerrit.patchSet()));
        }
        return writer().flatMap(by -> ledger.record(deployment, by, more));
    }

    /** A patch set, as Git writes it in a fetch. */
    private static String ref(int change, int patchSet) {
        String ref = String.format(Locale.ROOT, "refs/changes/%02d/%d/%d", change % 100, change, patchSet);
        return "+" + ref + ":" + ref;
    }

    /** Gerrit takes commits of others only from those who may forge them. */
    private Mono<Writer> writer() {
        if (settings.root().isEmpty()) {
            return Mono.just(Writer.TIDEGATE);
        }
        return told(server.get(settings.root() + "/accounts/self"))
                .map(answer -> GerritJson.writer(accepted("who we are", answer)));
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return ledger.deployed(group);
    }

    @Override
    public void dispose() {
        server.dispose();
        ledger.dispose();
    }

    /** Merges exactly this revision; what Gerrit then says of the change is what counts, whatever it answered. */
    private Mono<Reviewed> submit(Origin origin, GerritChange change) {
        String path = settings.root() + "/changes/" + change.number() + "/revisions/" + origin.revision() + "/submit";
        return server.post(path, "{}")
                .map(answer -> answer.status() == 200 ? "" : "refused (" + answer.status() + "): " + answer.excerpt())
                .onErrorResume(UnansweredException.class, silent -> Mono.just(String.valueOf(silent.getMessage())))
                .flatMap(problem -> find(origin).map(after -> {
                    Reviewed found = reviewed(origin, after);
                    if (!found.merged()) {
                        throw new ReviewException(title() + " was told to submit " + what(after) + " at revision "
                                + origin.revision() + " and "
                                + (problem.isEmpty() ? "said that it did, but it is " + after.status() : problem));
                    }
                    return found;
                }));
    }

    /** The change that has this revision as its newest, or as one of its patch sets. */
    private Mono<GerritChange> find(Origin origin) {
        String query =
                origin instanceof Origin.Gerrit gerrit ? "change:" + gerrit.change() : "commit:" + origin.revision();
        String path =
                settings.root() + "/changes/?q=" + encode(query + " project:" + settings.project()) + "&n=2&" + WITH;
        return told(server.get(path)).map(answer -> {
            List<GerritChange> found = GerritJson.changes(accepted(query, answer));
            if (found.isEmpty()) {
                throw new NoRevisionException(title() + " has no change for " + query + " in project "
                        + settings.project() + ", or does not let us see it");
            }
            if (found.size() > 1) {
                throw new ReviewException(title() + " has several changes for " + query + " in project "
                        + settings.project() + "; name the change by its number");
            }
            return found.getFirst();
        });
    }

    private static Reviewed reviewed(Origin origin, GerritChange change) {
        Optional<String> missing = missing(origin, change);
        boolean merged = change.merged() && change.current().equals(origin.revision());
        String met = merged ? "merged" : "every submit requirement is met";
        return new Reviewed(
                missing.isEmpty(),
                missing.orElse(met),
                merged,
                change.author(),
                change.voters(),
                change.subject(),
                change.committed(),
                change.files());
    }

    /** What is missing for this revision to be the reviewed one; empty when nothing is. */
    private static Optional<String> missing(Origin origin, GerritChange change) {
        if (!change.current().equals(origin.revision())) {
            return Optional.of(
                    "patch set " + change.patchSet() + " (" + change.current() + ") has taken the place of this"
                            + " revision" + (change.merged() ? " and is what was merged" : "")
                            + "; review is of the newest patch set only");
        }
        if (origin instanceof Origin.Gerrit gerrit && gerrit.patchSet() != change.patchSet()) {
            return Optional.of("this revision is patch set " + change.patchSet() + ", not " + gerrit.patchSet());
        }
        if (change.merged()) {
            return Optional.empty();
        }
        if (!change.status().equals("NEW")) {
            return Optional.of("the change is " + change.status().toLowerCase(Locale.ROOT));
        }
        if (change.workInProgress()) {
            return Optional.of("the change is work in progress");
        }
        if (!change.unmet().isEmpty()) {
            return Optional.of(String.join("; ", change.unmet()));
        }
        return change.submittable() ? Optional.empty() : Optional.of("Gerrit does not say that it can be submitted");
    }

    private JsonNode accepted(String question, Answer answer) {
        if (answer.status() != 200) {
            throw new ReviewException(title() + " was asked for " + question + " and refused (" + answer.status()
                    + "): " + answer.excerpt());
        }
        return GerritJson.read(title(), answer);
    }

    private static Mono<Answer> told(Mono<Answer> call) {
        return call.onErrorMap(
                UnansweredException.class, silent -> new ReviewException(String.valueOf(silent.getMessage()), silent));
    }

    private static String what(GerritChange change) {
        return "change " + change.number() + ", patch set " + change.patchSet();
    }

    private String title() {
        return settings.server().title();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
