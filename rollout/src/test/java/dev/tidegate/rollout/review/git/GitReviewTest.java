package dev.tidegate.rollout.review.git;

import static dev.tidegate.rollout.review.git.Repo.ALICE;
import static dev.tidegate.rollout.review.git.Repo.BOB;
import static dev.tidegate.rollout.review.git.Repo.CAROL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.review.Review.TouchedFile;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** Who vouches and who agrees, on repositories made by the real git and ssh-keygen. */
class GitReviewTest {
    private static final String REVIEWED = "Raise the limit\n\nReviewed-by: Carol <" + CAROL + ">";

    @TempDir
    private Path home = Path.of("none");

    private Path signers = Path.of("none");
    private @Nullable Repo made;
    private @Nullable GitReview asked;

    @BeforeEach
    void open() throws IOException {
        signers = Files.createFile(home.resolve("signers"));
        made = new Repo(home);
        repo().write("states/nova.sls", "limit: 1\nname: nova\n");
        repo().commit(ALICE, BOB, REVIEWED);
        repo().push("main");
        use(settings(repo().bare.toString()));
    }

    @AfterEach
    void close() {
        review().dispose();
    }

    private Repo repo() {
        return Objects.requireNonNull(made);
    }

    private GitReview review() {
        return Objects.requireNonNull(asked);
    }

    private void use(GitSettings settings) {
        if (asked != null) {
            asked.dispose();
        }
        asked = new GitReview(settings, new SimpleMeterRegistry());
    }

    private GitSettings settings(String url) {
        return GitSettings.of("infra", url, home.resolve("mirrors"))
                .withTrust(Optional.of(signers), Set.of(BOB, CAROL));
    }

    private Reviewed look(String revision) {
        return Await.value(review().look(new Origin.Git("infra", revision)));
    }

    private String pushed(String author, String committer, String message, String... options) {
        repo().write("states/nova.sls", "limit: 2\nname: nova\nmore: yes\n");
        String revision = repo().commit(author, committer, message, options);
        repo().push("main");
        return revision;
    }

    @Test
    void aTrustedCommitterAndAnotherReviewerMakeItReviewed() {
        Reviewed found = look(pushed(ALICE, BOB, REVIEWED));
        assertThat(found.reason()).isEqualTo("committed by " + BOB + " and reviewed");
        assertThat(found.approved()).isTrue();
        assertThat(found.merged()).isTrue();
        assertThat(found.author()).isEqualTo(ALICE);
        assertThat(found.reviewers()).containsExactly(CAROL);
        assertThat(found.subject()).isEqualTo("Raise the limit");
        assertThat(found.files()).containsExactly(new TouchedFile("states/nova.sls", 2, 1));
        assertThat(found.committed()).isAfter(Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice | bob | Nothing | nobody but its author agreed: there is no Reviewed-by of a trusted person",
                "alice | bob | Reviewed-by: Eve <eve@example.org> | (named are eve@example.org)",
                "carol | bob | Reviewed-by: Carol <carol@example.org> | nobody but its author agreed",
                "alice | bob | Co-authored-by: C <carol@example.org>;Reviewed-by: C <CAROL@example.org> | nobody but",
                "alice | alice | Reviewed-by: Carol <carol@example.org> | its committer alice@example.org is not trusted",
            })
    void whatIsMissingIsTold(String author, String committer, String trailers, String reason) {
        Reviewed found = look(pushed(
                author + "@example.org",
                committer + "@example.org",
                "Raise the limit\n\n" + trailers.replace(';', '\n')));
        assertThat(found.approved()).isFalse();
        assertThat(found.reason()).contains(reason);
    }

    @Test
    void aSignerWhoIsNoAuthorHasReviewed() throws IOException {
        String[] key = repo().key("bobs");
        Files.writeString(signers, "# ours\ndave@example.org,*@night.example " + repo().publicKey("bobs") + "\n");
        Reviewed found = look(pushed(ALICE, "dave@example.org", "Raise the limit", key));
        assertThat(found.reason()).isEqualTo("signed by dave@example.org,*@night.example and reviewed");
        assertThat(found.approved()).isTrue();
    }

    @Test
    void signingOnesOwnIsNoReview() throws IOException {
        String[] key = repo().key("alices");
        Files.writeString(signers, ALICE + " " + repo().publicKey("alices") + "\n");
        assertThat(look(pushed(ALICE, ALICE, "Raise the limit", key)).reason())
                .startsWith("nobody but its author agreed");
        Reviewed second = look(pushed(ALICE, ALICE, REVIEWED, key));
        assertThat(second.reason()).isEqualTo("signed by " + ALICE + " and reviewed");
    }

    @Test
    void aKeyThatIsNotAllowedDoesNotCountEvenForATrustedCommitter() {
        Reviewed found = look(pushed(ALICE, BOB, REVIEWED, repo().key("unknown")));
        assertThat(found.approved()).isFalse();
        assertThat(found.reason()).startsWith("its signature does not count: No principal matched");
    }

    @Test
    void aSignatureOfAnotherCommitDoesNotCount() throws IOException {
        String[] key = repo().key("bobs");
        Files.writeString(signers, BOB + " " + repo().publicKey("bobs") + "\n");
        String signed = pushed(ALICE, BOB, "Raise the limit", key);
        Path forged = home.resolve("forged");
        Files.writeString(
                forged, repo().git("cat-file", "commit", signed).replace("Raise the limit", "Open the door") + "\n");
        String other = repo().git("hash-object", "-t", "commit", "-w", forged.toString());
        repo().push(other + ":refs/heads/main");
        Reviewed found = look(other);
        assertThat(found.approved()).isFalse();
        assertThat(found.reason()).startsWith("its signature does not count");
    }

    @Test
    void aNoteAgreesOrObjects() {
        String revision = pushed(ALICE, BOB, "Raise the limit");
        repo().git("notes", "--ref=review", "add", "-m", "Reviewed-by: Carol <" + CAROL + ">", revision);
        repo().push("refs/notes/review");
        assertThat(look(revision).reviewers()).containsExactly(CAROL);
        repo().git("notes", "--ref=review", "append", "-m", "Objected-by: " + BOB, revision);
        repo().push("refs/notes/review");
        Reviewed found = look(revision);
        assertThat(found.approved()).isFalse();
        assertThat(found.reason()).isEqualTo("objected to by " + BOB);
    }

    @Test
    void allThatComesWithARevisionMustBeReviewed() {
        repo().git("checkout", "-q", "-b", "topic");
        String hidden = repo().commit(ALICE, ALICE, "Slip this in");
        repo().write("states/glance.sls", "a\nb\n");
        String top = repo().commit(ALICE, BOB, REVIEWED);
        repo().push("topic");
        Reviewed found = look(top);
        assertThat(found.approved()).isFalse();
        assertThat(found.merged()).isFalse();
        assertThat(found.reason())
                .startsWith("commit " + hidden + " (Slip this in), which comes with it: nobody vouches");
        assertThat(found.files()).containsExactly(new TouchedFile("states/glance.sls", 2, 0));
    }

    @Test
    void tooManyCommitsOrFilesAreNotApproved() {
        repo().git("checkout", "-q", "-b", "topic");
        repo().write("a", "a\n");
        repo().commit(ALICE, BOB, REVIEWED);
        repo().write("b", "b\n");
        String top = repo().commit(ALICE, BOB, REVIEWED);
        repo().push("topic");
        assertThat(look(top).reason()).isEqualTo("all 2 commits are reviewed");
        use(settings(repo().bare.toString())
                .withLimits(new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 64, 1, 10_000, 1 << 20, 3)));
        assertThat(look(top).reason()).isEqualTo("it brings more than 1 commits that are not on main");
        use(settings(repo().bare.toString())
                .withLimits(new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 64, 9, 1, 1 << 20, 3)));
        assertThat(look(top).reason()).isEqualTo("it touches more than 1 files; split it");
    }

    @Test
    void submittingMovesTheBranchOnceAndOnlyForward() {
        repo().git("checkout", "-q", "-b", "topic");
        String top = repo().commit(ALICE, BOB, REVIEWED);
        repo().git("checkout", "-q", "-b", "other", "main");
        repo().write("c", "c\n");
        String other = repo().commit(ALICE, BOB, REVIEWED);
        String unreviewed = repo().commit(ALICE, BOB, "Quickly");
        repo().push("topic", "other");
        Origin origin = new Origin.Git("infra", top);
        assertThat(Await.value(review().submit(origin)).merged()).isTrue();
        assertThat(repo().served("rev-parse", "main")).isEqualTo(top);
        assertThat(Await.value(review().submit(origin)).merged()).isTrue();
        Await.failure(review().submit(new Origin.Git("infra", other)))
                .hasMessageContaining("does not follow main, which has moved on; rebase it and have it reviewed again");
        Await.failure(review().submit(new Origin.Git("infra", unreviewed))).hasMessageContaining("is not reviewed: ");
        assertThat(repo().served("rev-parse", "main")).isEqualTo(top);
    }

    @Test
    void submittingReachesARepositoryElsewhere() {
        use(settings(repo().bare.toUri().toString()));
        repo().git("checkout", "-q", "-b", "topic");
        String top = repo().commit(ALICE, BOB, REVIEWED);
        repo().push("topic");
        assertThat(look(top).merged()).isFalse();
        Await.value(review().submit(new Origin.Git("infra", top)));
        assertThat(repo().served("rev-parse", "main")).isEqualTo(top);
        assertThat(look(top).merged()).isTrue();
    }

    @Test
    void aBranchThatIsCheckedOutIsLeftAlone() {
        use(settings(home.resolve("work").toString()));
        repo().git("checkout", "-q", "-b", "topic");
        String top = repo().commit(ALICE, BOB, REVIEWED);
        repo().git("checkout", "-q", "main");
        Await.failure(review().submit(new Origin.Git("infra", top))).hasMessageContaining("has main checked out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "v1.0", "c0ffee1", "C0FFEE0000000000000000000000000000000000"})
    void whatCanMoveIsNoRevision(String name) {
        assertThatThrownBy(() -> new Origin.Git("infra", name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a full commit hash of 40 hexadecimal digits");
    }

    @Test
    void aRevisionIsACommitThatSomethingLeadsTo() {
        String missing = "c0ffee0000000000000000000000000000000000";
        Await.failure(review().look(new Origin.Git("infra", missing)))
                .isInstanceOf(ReviewException.class)
                .hasMessageContaining("infra (" + repo().bare + ") has no commit " + missing);
        repo().git("tag", "-a", "-m", "one", "v1");
        repo().push("v1");
        Await.failure(review().look(new Origin.Git("infra", repo().git("rev-parse", "v1"))))
                .hasMessageContaining("is not a commit; name the commit that a tag points to");
        repo().git("checkout", "-q", "-b", "topic");
        String lost = repo().commit(ALICE, BOB, REVIEWED);
        repo().push("topic");
        assertThat(look(lost).approved()).isTrue();
        repo().push(":topic");
        Await.failure(review().look(new Origin.Git("infra", lost)))
                .hasMessageContaining("no branch or tag leads to it");
    }

    @Test
    void aRepositoryThatCannotBeAskedIsTold() {
        Origin origin = new Origin.Git("infra", "c0ffee0000000000000000000000000000000000");
        for (String[] wrong : new String[][] {
            {home.resolve("nowhere").toString(), "is not there: no Git repository in that directory"},
            {home.resolve("nowhere").toUri().toString(), "cannot be reached: "},
            {"http://127.0.0.1:9/infra.git", "cannot be reached: "}
        }) {
            use(settings(wrong[0]));
            Await.failure(review().look(origin))
                    .isInstanceOf(ReviewException.class)
                    .hasMessageContaining("repository infra (" + wrong[0] + ") " + wrong[1]);
        }
        assertThatThrownBy(() -> use(settings("git://example.org/infra")))
                .hasMessageContaining("git:// are not fetched");
        assertThatThrownBy(() -> use(settings("https://me:secret@example.org/infra")))
                .hasMessageContaining("a password does not belong into the url")
                .hasMessageNotContaining("secret@");
        use(settings(repo().bare.toString()).withBranch("prod"));
        Await.failure(review().look(new Origin.Git("infra", repo().git("rev-parse", "HEAD"))))
                .hasMessageContaining("has no branch prod");
    }

    @Test
    void aBoundedNumberWaits() {
        use(settings(repo().bare.toString())
                .withLimits(new GitLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1, 9, 9, 1 << 20, 3)));
        Origin origin = new Origin.Git("infra", repo().git("rev-parse", "HEAD"));
        Await.failure(Flux.fromStream(IntStream.range(0, 50).boxed())
                        .flatMap(unused -> review().look(origin), 50)
                        .then())
                .hasMessageContaining("more than 1 questions to repository infra");
    }

    @ParameterizedTest
    @CsvSource({
        "'a@x,b@y', b@y, true",
        "*@x, a@x, true",
        "'*@x,!eve@x', eve@x, false",
        "a?@x, ab@x, true",
        "A@X, a@x, true",
        "a@x, aa@x, false"
    })
    void principalsArePatterns(String principals, String email, boolean known) {
        assertThat(AllowedSigners.matches(principals, email)).isEqualTo(known);
    }
}
