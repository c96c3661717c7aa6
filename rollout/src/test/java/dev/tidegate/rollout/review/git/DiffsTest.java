package dev.tidegate.rollout.review.git;

import static dev.tidegate.rollout.review.git.Repo.ALICE;
import static dev.tidegate.rollout.review.git.Repo.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Diff.ChangedFile;
import dev.tidegate.rollout.review.Diff.Hunk;
import dev.tidegate.rollout.review.Diff.Kind;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What revisions change, on repositories made by the real git. */
class DiffsTest {
    private static final Diff.Limits FEW = new Diff.Limits(2, 3, 4, 1_000);

    @TempDir
    private Path home = Path.of("none");

    private @Nullable Repo made;
    private @Nullable GitReview asked;

    @BeforeEach
    void open() {
        made = new Repo(home);
        asked = new GitReview(settings(), new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(asked).dispose();
    }

    private Repo repo() {
        return Objects.requireNonNull(made);
    }

    private GitSettings settings() {
        return GitSettings.of("infra", repo().bare.toString(), home.resolve("mirrors"));
    }

    private String pushed(String message) {
        String revision = repo().commit(ALICE, BOB, message);
        repo().push("HEAD");
        return revision;
    }

    private Diff diff(String revision) {
        return Await.value(Objects.requireNonNull(asked).diff(new Origin.Git("infra", revision)));
    }

    /** The same within few limits. */
    private Diff cut(String from, String to) throws IOException {
        try (Place place = Place.of(settings(), List.of())) {
            return Diffs.between(
                    settings(), place, ObjectId.fromString(from), Commits.find(settings(), place, to), FEW);
        }
    }

    @Test
    void linesStandAsGitShowsThem() {
        repo().write("nova.sls", "a\nb\nc\nd\ne\nf\ng\n");
        repo().write("glance.sls", "a\nb\nc\nd\n");
        repo().write("old.sls", "gone\n");
        String first = pushed("First");
        assertThat(diff(first).from()).isEmpty();
        assertThat(diff(first).files()).extracting(ChangedFile::kind).containsOnly(Kind.ADDED);

        repo().write("nova.sls", "a\nb\nc\nD\ne\nf\ng");
        repo().git("mv", "glance.sls", "image.sls");
        repo().git("rm", "-q", "old.sls");
        repo().write("logo.bin", "a\0b");
        Diff second = diff(pushed("Second"));
        assertThat(second.from()).contains(first);
        assertThat(second.cut()).isFalse();
        assertThat(second.files())
                .containsExactlyInAnyOrder(
                        new ChangedFile(
                                "nova.sls",
                                Optional.empty(),
                                Kind.CHANGED,
                                false,
                                2,
                                2,
                                List.of(new Hunk(
                                        1,
                                        1,
                                        List.of(
                                                " a",
                                                " b",
                                                " c",
                                                "-d",
                                                "+D",
                                                " e",
                                                " f",
                                                "-g",
                                                "+g",
                                                "\\ No newline at end of file"))),
                                false),
                        new ChangedFile(
                                "image.sls", Optional.of("glance.sls"), Kind.RENAMED, false, 0, 0, List.of(), false),
                        new ChangedFile(
                                "old.sls",
                                Optional.empty(),
                                Kind.DELETED,
                                false,
                                0,
                                1,
                                List.of(new Hunk(1, 1, List.of("-gone"))),
                                false),
                        new ChangedFile("logo.bin", Optional.empty(), Kind.ADDED, true, 0, 0, List.of(), false));
    }

    @Test
    void aRevisionThatIsNotMergedIsComparedWithWhereItLeftTheBranch() {
        repo().write("nova.sls", "limit: 1\n");
        String base = pushed("Base");
        repo().git("checkout", "-q", "-b", "topic");
        repo().write("nova.sls", "limit: 2\n");
        pushed("One");
        repo().write("glance.sls", "workers: 4\n");
        String top = pushed("Two");
        repo().git("checkout", "-q", "main");
        repo().write("other.sls", "not of this change\n");
        pushed("Meanwhile");
        Diff diff = diff(top);
        assertThat(diff.from()).contains(base);
        assertThat(diff.files()).extracting(ChangedFile::path).containsExactly("glance.sls", "nova.sls");
    }

    @Test
    void whatIsBeyondTheLimitsIsCounted() throws IOException {
        repo().write("a", "1\n");
        String first = pushed("First");
        for (String file : List.of("a", "b", "c", "d")) {
            repo().write(file, "1\n2\n3\n4\n5\n");
        }
        String second = pushed("Second");
        Diff shown = cut(first, second);
        assertThat(shown.left()).isEqualTo(2);
        assertThat(shown.cut()).isTrue();
        ChangedFile a = shown.files().getFirst();
        assertThat(a.cut()).isTrue();
        assertThat(a.inserted()).isEqualTo(4);
        assertThat(a.hunks())
                .singleElement()
                .extracting(Hunk::lines, InstanceOfAssertFactories.LIST)
                .containsExactly(" 1", "+2", "+3");
        assertThat(shown.files().get(1).hunks())
                .singleElement()
                .extracting(Hunk::lines, InstanceOfAssertFactories.LIST)
                .as("the last of four lines in all")
                .containsExactly("+1");

        repo().write("a", "x".repeat(2_000) + "\n");
        ChangedFile wide = cut(second, pushed("Third")).files().getFirst();
        assertThat(wide.cut()).isTrue();
        assertThat(wide.hunks())
                .singleElement()
                .extracting(Hunk::lines, InstanceOfAssertFactories.LIST)
                .containsExactly("-1", "-2", "-3");
    }

    @Test
    void aRevisionThatIsNotThereIsToldApartFromARepositoryThatIsNot() {
        repo().write("a", "1\n");
        pushed("First");
        Origin missing = new Origin.Git("infra", "c0ffee0000000000000000000000000000000000");
        assertThat(unknown(Objects.requireNonNull(asked), missing)).isTrue();
        GitReview nowhere = new GitReview(
                GitSettings.of("infra", home.resolve("nowhere").toString(), home.resolve("mirrors")),
                new SimpleMeterRegistry());
        assertThat(unknown(nowhere, missing)).isFalse();
        nowhere.dispose();
    }

    private static boolean unknown(GitReview review, Origin origin) {
        return Await.value(review.diff(origin)
                .map(diff -> false)
                .onErrorResume(ReviewException.class, told -> Mono.just(told instanceof NoRevisionException)));
    }
}
