package dev.tidegate.rollout.review.gerrit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gerrit.GerritNode;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.Server;
import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.flow.Desk;
import dev.tidegate.rollout.change.flow.Examples;
import dev.tidegate.rollout.change.flow.ReviewRounds;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.Review.Deployment;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.review.Review.TouchedFile;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** A real Gerrit: a change is pushed, reviewed, submitted, deployed and pulled back. */
@Tag("slow")
class RealGerritIT {
    private static final UsernamePasswordCredentialsProvider ADMIN =
            new UsernamePasswordCredentialsProvider(GerritNode.USER, GerritNode.PASSWORD);

    @TempDir
    private static Path home = Path.of("none");

    private static @Nullable GerritNode node;
    private static @Nullable Git clone;
    private static @Nullable GerritReview asked;

    @BeforeAll
    static void start() throws Exception {
        GerritNode started = GerritNode.open();
        node = started;
        call(HttpMethod.PUT, GerritNode.USER, "/a/projects/infra", "{\"create_empty_commit\":true}");
        call(
                HttpMethod.PUT,
                GerritNode.USER,
                "/a/accounts/bob",
                "{\"name\":\"Bob\",\"email\":\"bob@example.org\",\"http_password\":\"" + GerritNode.PASSWORD
                        + "\",\"groups\":[\"Administrators\"]}");
        clone = Git.cloneRepository()
                .setURI(started.address().resolve("/a/infra").toString())
                .setDirectory(home.resolve("clone").toFile())
                .setCredentialsProvider(ADMIN)
                .call();
        asked = review("one");
    }

    @AfterAll
    static void stop() {
        if (asked != null) {
            asked.dispose();
        }
        if (clone != null) {
            clone.close();
        }
        if (node != null) {
            node.close();
        }
    }

    private static GerritNode node() {
        return Objects.requireNonNull(node);
    }

    private static Git work() {
        return Objects.requireNonNull(clone);
    }

    private static GerritReview review() {
        return Objects.requireNonNull(asked);
    }

    private static GerritReview review(String mirror) {
        return new GerritReview(settings(mirror), new SimpleMeterRegistry());
    }

    private static GerritSettings settings(String mirror) {
        Server server = Server.of("gerrit", node().address())
                .withCredentials(new Credentials.Basic(GerritNode.USER, GerritNode.PASSWORD))
                .withLimits(GerritSettings.LIMITS);
        return new GerritSettings(server, "infra", home.resolve(mirror));
    }

    /** @return status and body, in one line */
    private static String call(HttpMethod method, String user, String path, String json) {
        String basic =
                Base64.getEncoder().encodeToString((user + ":" + GerritNode.PASSWORD).getBytes(StandardCharsets.UTF_8));
        return Await.value(HttpClient.newConnection()
                .headers(headers ->
                        headers.set("Authorization", "Basic " + basic).set("Content-Type", "application/json"))
                .request(method)
                .uri(node().address().resolve(path))
                .send(ByteBufFlux.fromString(Mono.just(json)))
                .responseSingle((response, body) -> body.asString()
                        .defaultIfEmpty("")
                        .map(text -> response.status().code() + " " + text)));
    }

    /** Commits and pushes for review; the change's number is the one after the last. */
    private static RevCommit push(String file, String text, boolean amend) throws Exception {
        Files.writeString(home.resolve("clone").resolve(file), text);
        work().add().addFilepattern(file).call();
        RevCommit before =
                work().getRepository().parseCommit(work().getRepository().resolve("HEAD"));
        RevCommit commit = work().commit()
                .setMessage(amend ? before.getFullMessage() : "Raise " + file)
                .setInsertChangeId(!amend)
                .setAmend(amend)
                .setAuthor("Administrator", "admin@example.com")
                .setCommitter("Administrator", "admin@example.com")
                .setSign(false)
                .call();
        work().push()
                .setRefSpecs(new RefSpec("HEAD:refs/for/master"))
                .setCredentialsProvider(ADMIN)
                .call()
                .forEach(result -> result.getRemoteUpdates()
                        .forEach(update -> assertThat(update.getStatus())
                                .as(update.getMessage())
                                .isEqualTo(RemoteRefUpdate.Status.OK)));
        return commit;
    }

    private static int number(RevCommit commit) {
        String found = call(HttpMethod.GET, GerritNode.USER, "/a/changes/?q=commit:" + commit.name(), "");
        return Integer.parseInt(found.replaceFirst("(?s).*\"_number\":(\\d+).*", "$1"));
    }

    private static void agree(RevCommit commit) {
        assertThat(call(
                        HttpMethod.POST,
                        "bob",
                        "/a/changes/" + number(commit) + "/revisions/" + commit.name() + "/review",
                        "{\"labels\":{\"Code-Review\":2}}"))
                .startsWith("200");
    }

    private static Reviewed look(Origin origin) {
        return Await.value(review().look(origin));
    }

    private static void reset() throws Exception {
        work().fetch().setCredentialsProvider(ADMIN).call();
        work().reset().setMode(ResetType.HARD).setRef("origin/master").call();
    }

    private static List<String> lines(Origin origin) {
        return Await.value(review().diff(origin)).files().stream()
                .flatMap(file -> file.hunks().stream())
                .flatMap(hunk -> hunk.lines().stream())
                .toList();
    }

    @Test
    void aChangeGoesItsWholeWay() throws Exception {
        reset();
        RevCommit first = push("nova.sls", "limit: 1\n", false);
        Origin origin = new Origin.Gerrit("gerrit", number(first), 1, first.name());
        Reviewed pushed = look(origin);
        assertThat(pushed.approved()).isFalse();
        assertThat(pushed.reason()).startsWith("Code-Review is unsatisfied");
        assertThat(pushed.author()).isEqualTo("admin@example.com");
        assertThat(pushed.subject()).isEqualTo("Raise nova.sls");
        assertThat(pushed.committed()).isEqualTo(Instant.ofEpochSecond(first.getCommitTime()));
        assertThat(pushed.files()).containsExactly(new TouchedFile("nova.sls", 1, 0));
        Await.failure(review().submit(origin)).hasMessageContaining("cannot be submitted: Code-Review is unsatisfied");

        agree(first);
        Reviewed agreed = look(origin);
        assertThat(agreed.reason()).isEqualTo("every submit requirement is met");
        assertThat(agreed.approved()).isTrue();
        assertThat(agreed.merged()).isFalse();
        assertThat(agreed.reviewers()).containsExactly("bob@example.org");

        RevCommit second = push("nova.sls", "limit: 2\nmore: yes\n", true);
        assertThat(look(origin).approved()).isFalse();
        assertThat(look(origin).reason())
                .startsWith("patch set 2 (" + second.name() + ") has taken the place of this revision");
        Origin next = new Origin.Gerrit("gerrit", number(second), 2, second.name());
        assertThat(look(next).reason()).startsWith("Code-Review is unsatisfied");
        Await.failure(review().submit(origin)).hasMessageContaining("has taken the place");
        assertThat(look(new Origin.Gerrit("gerrit", number(second), 1, second.name()))
                        .reason())
                .isEqualTo("this revision is patch set 2, not 1");

        assertThat(lines(next)).containsExactly("+limit: 2", "+more: yes");
        assertThat(lines(origin)).as("an older patch set").containsExactly("+limit: 1");
        Await.failure(review().diff(new Origin.Gerrit("gerrit", number(second), 9, second.name())))
                .isInstanceOf(ReviewException.class);

        agree(second);
        Reviewed submitted = Await.value(review().submit(next));
        assertThat(submitted.merged()).isTrue();
        assertThat(submitted.approved()).isTrue();
        assertThat(Await.value(review().submit(next))).isEqualTo(submitted);
        assertThat(call(
                        HttpMethod.POST,
                        GerritNode.USER,
                        "/a/changes/" + number(second) + "/revisions/" + second.name() + "/submit",
                        "{}"))
                .startsWith("409 change is merged");
    }

    @Test
    void aNewPatchSetVoidsWhatPeopleHaveApproved() throws Exception {
        reset();
        RevCommit first = push("cinder.sls", "limit: 1\n", false);
        Origin origin = new Origin.Gerrit("gerrit", number(first), 1, first.name());
        GerritFeed feed = new GerritFeed(
                settings("four"),
                Flux.never(),
                Duration.ofSeconds(1),
                Schedulers.parallel(),
                new SimpleMeterRegistry());
        try (Desk desk = new Desk()) {
            ReviewRounds rounds = new ReviewRounds(desk.book, feed.moved(), () -> desk.now, desk.meters);
            rounds.start();
            desk.approved("c1", Examples.content("Raise it", "{role=\"compute\"}", Examples.START, origin));

            RevCommit second = push("cinder.sls", "limit: 2\n", true);
            Kept voided = Await.until(desk.book.kept("c1", ""), kept -> kept.state(desk.now) == ChangeState.REFUSED);
            assertThat(Approvals.standing(voided.change(), desk.now).words())
                    .isEqualTo("refused by tidegate: patch set 2 (" + second.name()
                            + ") has taken the place of patch set 1"
                            + " at gerrit; write a revision of this change with it");
            rounds.close();
        } finally {
            feed.dispose();
        }
    }

    @Test
    void aCommitThatIsThereCanBeGoneBackTo() throws Exception {
        reset();
        ObjectId merged = Objects.requireNonNull(work().getRepository().resolve("origin/master"));
        RevCommit pushed = push("heat.sls", "a: b\n", false);
        assertThat(Await.value(review().exists("gerrit", merged.name()))).isTrue();
        assertThat(Await.value(review().exists("gerrit", pushed.name())))
                .as("a patch set that is not merged")
                .isTrue();
        assertThat(Await.value(review().exists("gerrit", "c0ffee0000000000000000000000000000000000")))
                .isFalse();
    }

    @Test
    void whatWasDeployedIsInTheProjectsGit() throws Exception {
        reset();
        ObjectId former = Objects.requireNonNull(work().getRepository().resolve("origin/master"));
        RevCommit commit = push("glance.sls", "a: b\n", false);
        Origin origin = new Origin.Gerrit("gerrit", number(commit), 1, commit.name());
        Deployment there = new Deployment(
                "eu1",
                commit.name(),
                Optional.of(former.name()),
                "r-1",
                List.of("cmp001"),
                Instant.ofEpochSecond(1_700_000_000L));
        // nobody may write these refs yet, not even an administrator
        call(
                HttpMethod.POST,
                GerritNode.USER,
                "/a/projects/infra/access",
                "{\"remove\":{\"refs/notes/*\":{},\"refs/tidegate/*\":{}}}");
        Await.failure(review().record(origin, there))
                .isInstanceOf(ReviewException.class)
                .hasMessageContaining("refuses to change refs/");
        String rule = "{\"rules\":{\"Administrators\":{\"action\":\"ALLOW\",\"force\":true}}}";
        String granted = "{\"permissions\":{\"create\":" + rule + ",\"push\":" + rule + ",\"read\":" + rule + "}}";
        assertThat(call(
                        HttpMethod.POST,
                        GerritNode.USER,
                        "/a/projects/infra/access",
                        "{\"add\":{\"refs/notes/*\":" + granted + ",\"refs/tidegate/*\":" + granted + "}}"))
                .startsWith("200");
        Await.nothing(review().deployed("gerrit", "eu1"));
        String reference = Await.value(review().record(origin, there)).reference();
        assertThat(Await.value(review().record(origin, there)).reference()).isEqualTo(reference);
        GerritReview other = review("two");
        assertThat(Await.value(other.deployed("gerrit", "eu1"))).isEqualTo(there);
        Deployment back = new Deployment(
                "eu1",
                former.name(),
                Optional.of(commit.name()),
                "r-1",
                List.of("cmp001"),
                there.at().plus(Duration.ofHours(1)));
        Await.value(other.record(origin, back));
        assertThat(Await.value(review().deployed("gerrit", "eu1"))).isEqualTo(back);
        other.dispose();
        String refs = Git.lsRemoteRepository()
                .setRemote(node().address().resolve("/a/infra").toString())
                .setCredentialsProvider(ADMIN)
                .callAsMap()
                .toString();
        assertThat(refs).contains("refs/tidegate/deployed/eu1").contains("refs/notes/tidegate");
    }

    @Test
    void whatIsNotThereIsTold() {
        String missing = "c0ffee0000000000000000000000000000000000";
        Await.failure(review().look(new Origin.Gerrit("gerrit", 4711, 1, missing)))
                .hasMessageContaining("has no change for change:4711 in project infra, or does not let us see it");
        Await.failure(review().look(new Origin.Git("gerrit", missing)))
                .hasMessageContaining("has no change for commit:" + missing);
        Server wrong = Server.of("gerrit", node().address()).withCredentials(new Credentials.Basic("admin", "wrong"));
        GerritReview stranger =
                new GerritReview(new GerritSettings(wrong, "infra", home.resolve("three")), new SimpleMeterRegistry());
        Await.failure(stranger.look(new Origin.Gerrit("gerrit", 1, 1, missing)))
                .hasMessageContaining("refused (401): Unauthorized");
        Await.failure(stranger.deployed("gerrit", "eu1")).hasMessageContaining("not authorized");
        stranger.dispose();
    }
}
