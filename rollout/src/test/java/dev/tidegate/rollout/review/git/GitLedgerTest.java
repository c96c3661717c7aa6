package dev.tidegate.rollout.review.git;

import static dev.tidegate.rollout.review.git.Repo.ALICE;
import static dev.tidegate.rollout.review.git.Repo.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.Review.Deployed;
import dev.tidegate.rollout.review.Review.Deployment;
import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

/** What is written down is there for the real git too, and whoever writes at the same time. */
@Tag("slow")
class GitLedgerTest {
    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    private Path home = Path.of("none");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private GitLedger ledger(String url, String mirror) {
        return GitLedger.of(
                GitSettings.of("infra", url, home.resolve(mirror))
                        .withLimits(new GitLimits(
                                Duration.ofSeconds(20), Duration.ofMinutes(1), 256, 200, 10_000, 1 << 20, 20)),
                meters);
    }

    private static String[] revisions(Repo repo) {
        String first = repo.commit(ALICE, BOB, "One");
        String second = repo.commit(ALICE, BOB, "Two");
        repo.push("main");
        return new String[] {first, second};
    }

    private static Deployment deployment(String group, String revision, String former, String rollout) {
        return new Deployment(
                group,
                revision,
                former.isEmpty() ? Optional.empty() : Optional.of(former),
                rollout,
                List.of("cmp001", "cmp002"),
                AT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thereAndBackIsInGit(boolean remote) {
        Repo repo = new Repo(home);
        String[] revisions = revisions(repo);
        GitLedger ledger = ledger(remote ? repo.bare.toUri().toString() : repo.bare.toString(), "mirrors");
        Await.nothing(ledger.deployed("eu1/compute"));
        Deployment there = deployment("eu1/compute", revisions[1], revisions[0], "r-1");
        Deployed written = Await.value(ledger.record(there, Writer.TIDEGATE, List.of()));
        assertThat(written.reference())
                .isEqualTo("refs/notes/tidegate@" + repo.served("rev-parse", "refs/notes/tidegate"));
        assertThat(Await.value(ledger.deployed("eu1/compute"))).isEqualTo(there);
        assertThat(repo.served("notes", "--ref=tidegate", "show", revisions[1]))
                .isEqualTo(
                        "{\"group\":\"eu1/compute\",\"revision\":\"" + revisions[1] + "\",\"former\":\"" + revisions[0]
                                + "\",\"rollout\":\"r-1\",\"nodes\":[\"cmp001\",\"cmp002\"],\"at\":\"2026-11-23T10:00:00Z\"}");
        assertThat(repo.served("rev-parse", "refs/tidegate/deployed/eu1%2Fcompute"))
                .isEqualTo(revisions[1]);

        Deployment back = deployment("eu1/compute", revisions[0], revisions[1], "r-1");
        Await.value(ledger.record(back, Writer.TIDEGATE, List.of()));
        assertThat(Await.value(ledger.deployed("eu1/compute"))).isEqualTo(back);
        assertThat(repo.served("rev-parse", "refs/tidegate/deployed/eu1%2Fcompute"))
                .isEqualTo(revisions[0]);
        assertThat(repo.served("fsck", "--strict")).doesNotContain("error");
        ledger.dispose();
    }

    @Test
    void sayingItTwiceWritesItOnce() {
        Repo repo = new Repo(home);
        String[] revisions = revisions(repo);
        GitLedger ledger = ledger(repo.bare.toString(), "mirrors");
        Deployment there = deployment("eu1", revisions[1], "", "r-1");
        Deployed once = Await.value(ledger.record(there, Writer.TIDEGATE, List.of()));
        assertThat(Await.value(ledger.record(there, Writer.TIDEGATE, List.of())))
                .isEqualTo(once);
        Deployment later =
                new Deployment("eu1", revisions[1], Optional.empty(), "r-1", there.nodes(), AT.plusSeconds(9));
        assertThat(Await.value(ledger.record(later, Writer.TIDEGATE, List.of())))
                .isEqualTo(once);
        Deployment back = deployment("eu1", revisions[0], revisions[1], "r-1");
        Deployed second = Await.value(ledger.record(back, Writer.TIDEGATE, List.of()));
        // a repeat that comes late does not undo what came after it
        assertThat(Await.value(ledger.record(there, Writer.TIDEGATE, List.of())))
                .isEqualTo(second);
        assertThat(Await.value(ledger.deployed("eu1"))).isEqualTo(back);
        ledger.dispose();
    }

    @Test
    void writersAtTheSameTimeLoseNothing() {
        Repo repo = new Repo(home);
        String[] revisions = revisions(repo);
        List<GitLedger> ledgers = List.of(
                ledger(repo.bare.toUri().toString(), "one"),
                ledger(repo.bare.toUri().toString(), "two"),
                ledger(repo.bare.toString(), "none"));
        List<Deployment> all = new ArrayList<>();
        IntStream.range(0, 24).forEach(i -> all.add(deployment("group-" + i, revisions[i % 2], "", "rollout-" + i)));
        Await.value(Flux.range(0, all.size())
                .flatMap(i -> ledgers.get(i % 3).record(all.get(i), Writer.TIDEGATE, List.of()), 24)
                .then()
                .thenReturn(true));
        for (Deployment one : all) {
            assertThat(Await.value(ledgers.get(1).deployed(one.group()))).isEqualTo(one);
        }
        assertThat(repo.served("rev-list", "--count", "refs/notes/tidegate")).isEqualTo("24");
        assertThat(meters.get("tidegate.review.races").counter().count()).isPositive();
        ledgers.forEach(GitLedger::dispose);
    }

    @Test
    void aRefThatNeverStandsStillIsToldAfterSoManyTries() throws IOException {
        Repo repo = new Repo(home);
        String[] revisions = revisions(repo);
        GitLedger ledger = GitLedger.of(
                GitSettings.of("infra", repo.bare.toString(), home)
                        .withLimits(new GitLimits(Duration.ofSeconds(1), Duration.ofMinutes(1), 9, 9, 9, 9, 3)),
                meters);
        Files.createDirectories(repo.bare.resolve("refs/notes"));
        Files.createFile(repo.bare.resolve("refs/notes/tidegate.lock"));
        Await.failure(ledger.record(deployment("eu1", revisions[0], "", "r-1"), Writer.TIDEGATE, List.of()))
                .isInstanceOf(ReviewException.class)
                .hasMessageContaining("was changed by somebody else each of 3 times it was to be written");
        assertThat(meters.get("tidegate.review.races").counter().count()).isEqualTo(2);
        ledger.dispose();
    }

    @Test
    void aRefThatSomebodyMovedByHandIsTold() {
        Repo repo = new Repo(home);
        String[] revisions = revisions(repo);
        GitLedger ledger = ledger(repo.bare.toString(), "mirrors");
        Await.value(ledger.record(deployment("eu1", revisions[1], "", "r-1"), Writer.TIDEGATE, List.of()));
        repo.served("update-ref", "refs/tidegate/deployed/eu1", revisions[0]);
        Await.failure(ledger.deployed("eu1")).hasMessageContaining("somebody has changed one of them by hand");
        repo.served("notes", "--ref=tidegate", "add", "-f", "-m", "a remark of a person", revisions[0]);
        Await.value(ledger.record(deployment("eu1", revisions[0], "", "r-2"), Writer.TIDEGATE, List.of()));
        assertThat(Await.value(ledger.deployed("eu1")).rollout()).isEqualTo("r-2");
        assertThat(repo.served("notes", "--ref=tidegate", "show", revisions[0])).startsWith("a remark of a person\n{");
        ledger.dispose();
    }

    @Test
    void whatCannotBeWrittenDownIsRefused() {
        Repo repo = new Repo(home);
        revisions(repo);
        GitLedger ledger = ledger(repo.bare.toString(), "mirrors");
        Await.failure(ledger.record(deployment("eu1", "main", "", "r-1"), Writer.TIDEGATE, List.of()))
                .hasMessageContaining("\"main\" is not a full commit hash");
        Await.failure(ledger.deployed("")).hasMessageContaining("cannot be the name of a group");
        Await.failure(ledger.deployed("x".repeat(201))).hasMessageContaining("cannot be the name of a group");
        ledger.dispose();
    }

    @Test
    void aNoteKeepsABoundedNumberOfLines() {
        String note = "";
        for (int i = 0; i < DeploymentLines.MOST + 5; i++) {
            note = DeploymentLines.with(note, deployment("g", "0".repeat(40), "", "r-" + i));
        }
        List<Deployment> lines = DeploymentLines.read(note);
        assertThat(lines).hasSize(DeploymentLines.MOST);
        assertThat(lines.getLast().rollout()).isEqualTo("r-" + (DeploymentLines.MOST + 4));
    }
}
