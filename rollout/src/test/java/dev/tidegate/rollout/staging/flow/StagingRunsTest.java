package dev.tidegate.rollout.staging.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.judge.Verdict;
import dev.tidegate.model.Wording;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.flow.Desk;
import dev.tidegate.rollout.change.flow.Examples;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.StagingLostException;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** Tries in staging, the ways they fail, and what becomes of them when a process dies. */
@Tag("slow")
class StagingRunsTest {
    private final Desk desk = new Desk();
    private Change change = new Change("", "", "", 1, Examples.content("x"), List.of(), Optional.empty());

    @BeforeEach
    void write() {
        change = desk.created("c1", Examples.content("Raise the limit")).kept().change();
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aPassKeepsItsEvidence() {
        StagingRun run = desk.staged("c1");
        assertThat(run.state()).isEqualTo(StagingRun.State.PASSED);
        assertThat(run.reason()).isEqualTo("nothing got worse");
        assertThat(run.nodes()).containsExactly("stg10", "stg11");
        assertThat(done(desk.staging.evidence(run.id(), 100)))
                .allMatch(Finding::passed)
                .extracting(Finding::kind)
                .containsExactly(
                        Finding.Kind.APPLY,
                        Finding.Kind.APPLY,
                        Finding.Kind.PROOF,
                        Finding.Kind.PROOF,
                        Finding.Kind.TEST,
                        Finding.Kind.TEST,
                        Finding.Kind.HEALTH);
        assertThat(desk.health.opened).isEmpty();
    }

    @Test
    void aNodeThatFailsFailsIt() {
        desk.target.failing.add("stg10");
        assertThat(desk.staged("c1").reason()).isEqualTo("1 of 2 failed: stg10 nova.compute: no such package");
    }

    @Test
    void aNodeThatNeverAnswersFailsIt() {
        desk.target.dead.add("stg11");
        assertThat(desk.staged("c1").reason()).startsWith("1 of 2 failed: stg11 did not answer within");
    }

    @Test
    void aNodeThatSaysYesAndHasNothingFailsIt() {
        desk.target.deaf.add("stg10");
        assertThat(desk.staged("c1").reason()).contains("stg10 no revision was read back");
    }

    @Test
    void aTestThatFailsFailsIt() {
        desk.target.badTests.add("stg11");
        assertThat(desk.staged("c1").reason()).isEqualTo("1 of 2 failed: stg11 nova-status: boom");
    }

    @Test
    void badHealthAndHealthThatNobodyKnowsFailIt() {
        desk.health.verdict = Optional.of(new Verdict.Unhealthy("errors", Verdict.Cause.LIMIT, "errors 9 > 5"));
        assertThat(desk.staged("c1").reason()).isEqualTo("unhealthy: errors 9 > 5");

        done(desk.changes.edit("c1", Examples.ANN, Examples.content("Again")));
        desk.health.verdict =
                Optional.of(new Verdict.Inconclusive(Verdict.Doubt.EVIDENCE, "Prometheus does not answer"));
        assertThat(desk.staged("c1").reason())
                .startsWith("no evidence in time: Prometheus does not answer; the watch of this run shows")
                .contains("bring the source back");
    }

    @Test
    void whatIsWaitedForIsToldWhileItRuns() {
        desk.health.verdict =
                Optional.of(new Verdict.Inconclusive(Verdict.Doubt.EVIDENCE, "Prometheus does not answer"));
        desk.health.exposure = Duration.ofMinutes(5);
        done(desk.runs.start("s1", change, Examples.SUE));
        desk.runs.start();
        await(() -> running().reason().contains("not known yet"));

        assertThat(running().reason())
                .contains("not known yet: Prometheus does not answer", "bring the source back")
                .contains("it passes at " + Wording.moment(running().soakUntil().orElseThrow()) + " at the earliest")
                .contains("compared with what they were in the 10 minutes before "
                        + running().startedAt());
        assertThat(done(desk.staging.evidence("s1", 100)))
                .extracting(Finding::kind)
                .as("evidence is kept step by step")
                .contains(Finding.Kind.APPLY, Finding.Kind.PROOF, Finding.Kind.TEST)
                .doesNotContain(Finding.Kind.HEALTH);

        desk.health.verdict = Optional.of(new Verdict.Unhealthy("errors", Verdict.Cause.LIMIT, "errors 9 > 5"));
        assertThat(desk.ended("c1").reason()).isEqualTo("unhealthy: errors 9 > 5");
    }

    private StagingRun running() {
        return done(desk.staging.newest("c1", 1)).orElseThrow();
    }

    @Test
    void aTargetThatIsDownIsAskedAgainAndThenFailsIt() {
        desk.target.down = true;
        assertThat(desk.staged("c1").reason()).isEqualTo("a target could not be asked: salt-api does not answer");
        assertThat(desk.target.applied).isEmpty();
    }

    @Test
    void withoutMachinesThereIsNoTry() {
        desk.machines.removeIf(machine -> machine.staging());
        assertThat(done(desk.runs.start("s1", change, Examples.SUE)))
                .isInstanceOfSatisfying(
                        StagingRuns.Started.Refused.class,
                        refused -> assertThat(refused.reason()).startsWith("no staging machine stands in for"));
    }

    @Test
    void oneTryAtATime() {
        assertThat(done(desk.runs.start("s1", change, Examples.SUE))).isInstanceOf(StagingRuns.Started.Begun.class);
        assertThat(done(desk.runs.start("s2", change, Examples.SUE)))
                .isEqualTo(new StagingRuns.Started.Refused("change c1 is being tried in staging already"));
    }

    /** The process dies between the order and its answer; another one finds the job and gives no second order. */
    @Test
    void whatWasOrderedBeforeACrashIsFoundAndNotOrderedAgain() {
        desk.target.losesTheAnswer = true;
        StagingRuns first = desk.runs("first");
        done(desk.runs.start("s1", change, Examples.SUE));
        done(first.beat());
        await(() -> desk.target.applied.size() == 1);
        first.close().block(Desk.PATIENCE);

        StagingRuns second = desk.runs("second");
        done(second.beat());

        assertThat(desk.ended("c1").state()).isEqualTo(StagingRun.State.PASSED);
        assertThat(desk.target.applied).containsExactly("s1-salt");
        second.close().block(Desk.PATIENCE);
    }

    @Test
    void aFormerOwnerWritesNothing() {
        done(desk.runs.start("s1", change, Examples.SUE));
        StagingStore.Claimed old = done(desk.staging.claim("first", Duration.ofMillis(1), List.of(), 5))
                .getFirst();
        StagingStore.Claimed young = Objects.requireNonNull(
                        Flux.defer(() -> desk.staging.claim("second", Duration.ofMinutes(1), List.of(), 5))
                                .filter(claimed -> !claimed.isEmpty())
                                .repeatWhen(again -> again.delayElements(Duration.ofMillis(10)))
                                .blockFirst(Desk.PATIENCE))
                .getFirst();

        assertThat(young.hold().epoch()).isEqualTo(old.hold().epoch() + 1);
        assertThat(done(desk.staging.renew(old.hold(), Duration.ofMinutes(1)))).isFalse();
        StepVerifier.create(desk.staging.dispatch(old.hold(), new StagingStore.Job("salt", "s1-salt", "")))
                .verifyError(StagingLostException.class);
        StepVerifier.create(desk.staging.dispatch(young.hold(), new StagingStore.Job("salt", "s1-salt", "")))
                .expectNextCount(1)
                .verifyComplete();
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5), Schedulers.boundedElastic())
                .onBackpressureDrop()
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(Desk.PATIENCE);
    }
}
