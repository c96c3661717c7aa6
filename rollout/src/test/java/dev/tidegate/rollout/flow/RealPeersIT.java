package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.packages.aptly.AptlyNode;
import dev.tidegate.rollout.packages.aptly.AptlyPackages;
import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.review.git.GitReview;
import dev.tidegate.rollout.review.git.GitSettings;
import dev.tidegate.rollout.review.git.Repo;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A rollout with packages over a real Git repository and a real Aptly: carried out, and taken back when it was done. */
@Tag("peer")
class RealPeersIT {
    private static final String ID = "r1";
    private static final List<String> NODES = List.of("n00", "n01", "n10", "n11");
    private static final Duration SOAK = Duration.ofMillis(300);

    @TempDir
    private Path home = Path.of("none");

    private final Scheduler clock = Schedulers.parallel();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MemoryStore store = new MemoryStore(clock);
    private final Outside outside = new Outside(clock);

    @Test
    void whatIsDeployedAndTakenBackIsPublishedAndInGit() throws Exception {
        Repo repo = new Repo(Files.createDirectories(home.resolve("git")));
        String former = repo.commit(Repo.ALICE, Repo.BOB, "Limit 1");
        String revision = repo.commit(Repo.ALICE, Repo.BOB, "Limit 2");
        repo.push("main");
        Machines machines = new Machines(clock, NODES, former);
        GitReview review = new GitReview(
                GitSettings.of("infra", repo.bare.toString(), home.resolve("mirrors"))
                        .withTrust(Optional.empty(), Set.of(Repo.BOB)),
                meters);
        try (AptlyNode aptly = AptlyNode.open(Files.createDirectories(home.resolve("aptly")), List.of("acme"))) {
            AptlyPackages packages = aptly.packages(Optional.empty());
            Rollouts rollouts = new Rollouts(
                    RolloutSettings.of("a"),
                    new RolloutPorts(
                            store,
                            Map.of("salt", machines),
                            review,
                            packages,
                            outside,
                            outside,
                            outside,
                            changed -> {},
                            (brief, failed) -> Mono.just(true)),
                    clock,
                    meters);
            Brief brief = Site.brief(
                    ID, NODES, revision, List.of(new PackageSnapshot("acme", "bookworm", "main", "apps-2")), SOAK);
            rollouts.start();
            assertThat(Await.value(rollouts.begin(
                            brief, new AuditEntry(Instant.now(), "eva", "acme", "rollout.begun", ID, "{}"))))
                    .isTrue();
            Disposable mona = rollouts.present(ID, "mona").subscribe();
            Await.until(rollout(brief), one -> one.monitors().contains("mona"));
            Await.value(rollouts.tell(ID, new RolloutCommand.Acknowledge("mona")));
            Await.until(rollout(brief), one -> one.phase() == Phase.DONE && one.settled());
            assertThat(aptly.index("acme")).contains("Version: 2.0").doesNotContain("Version: 1.0");
            assertThat(repo.served("rev-parse", "refs/tidegate/deployed/eu1")).isEqualTo(revision);
            assertThat(repo.served("notes", "--ref=tidegate", "show", revision))
                    .contains("\"rollout\":\"r1\"", "\"former\":\"" + former + "\"")
                    .contains(NODES);

            Reopening reopening = new Reopening(rollouts, store, review, packages, InstantSource.system());
            assertThat(Await.value(reopening.pullBack(brief, new RolloutCommand.PullBack("sue", "no"))))
                    .isEqualTo(new RolloutReply.Done("pulling back"));
            Await.until(rollout(brief), one -> one.phase() == Phase.PULLED_BACK && one.settled());

            assertThat(NODES).allSatisfy(node -> assertThat(machines.has(node)).isEqualTo(former));
            assertThat(aptly.index("acme")).contains("Version: 1.0").doesNotContain("Version: 2.0");
            assertThat(repo.served("rev-parse", "refs/tidegate/deployed/eu1")).isEqualTo(former);
            assertThat(repo.served("notes", "--ref=tidegate", "show", former))
                    .contains("\"rollout\":\"r1\"", "\"former\":\"" + revision + "\"")
                    .contains(NODES);
            mona.dispose();
            rollouts.close().block(Duration.ofMinutes(1));
            packages.dispose();
        } finally {
            review.dispose();
        }
    }

    /** As everybody can see it: from what is written. */
    private Mono<Rollout> rollout(Brief brief) {
        return store.events(ID, 0).map(events -> {
            Rollout rollout = new Rollout(brief.terms());
            events.forEach(rollout::apply);
            return rollout;
        });
    }
}
