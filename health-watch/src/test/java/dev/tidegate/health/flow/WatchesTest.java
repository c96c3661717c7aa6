package dev.tidegate.health.flow;

import static dev.tidegate.health.watch.Examples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.watch.Examples;
import dev.tidegate.health.watch.RefusedWatchException;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchLimits;
import dev.tidegate.health.watch.WatchSpec;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Watches in motion, on a clock that only this test moves. */
class WatchesTest {
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final FakeStore store = new FakeStore(clock);
    private final FakeProbe probe = new FakeProbe(clock, T0.minusSeconds(100_000), 1);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Told> told = new ArrayList<>();
    private Duration interval = Duration.ofMillis(500);

    private record Told(Instant at, String node, String kind, long seq, String json) {}

    @BeforeEach
    void noon() {
        clock.advanceTimeTo(T0);
    }

    @AfterEach
    void dispose() {
        clock.dispose();
    }

    private Watches gateway(String node, int open) {
        return gateway(node, open, clock);
    }

    private Watches gateway(String node, int open, VirtualTimeScheduler itsClock) {
        WatchPorts ports = new WatchPorts(
                store,
                probe,
                (policy, cohort, changedAt) -> new Examples.PlainJudge(),
                text -> {
                    if (text.equals("broken")) {
                        throw new IllegalArgumentException("policy:3: \"limt\" is not known here");
                    }
                    return Examples.policy(interval);
                },
                event -> told.add(told(node, event)),
                event -> Mono.just(event.seq()));
        Watches watches =
                new Watches(WatchSettings.of(node, WatchLimits.DEFAULT.withOpen(open)), ports, itsClock, meters);
        watches.start();
        return watches;
    }

    private Told told(String node, WatchEvent event) {
        return new Told(now(), node, event.kind(), event.seq(), new String(event.json(), StandardCharsets.UTF_8));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.now(java.util.concurrent.TimeUnit.MILLISECONDS));
    }

    private void open(Watches watches, WatchSpec spec) {
        StepVerifier.create(watches.open(spec)).expectNext(true).verifyComplete();
    }

    private void pass(Duration time) {
        Duration step = Duration.ofMillis(100);
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            clock.advanceTimeBy(step);
        }
    }

    private List<Told> told(String kind) {
        return told.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    @Test
    void aCrossedLimitIsAVerdictOnTheStreamWithinASecond() {
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(10));
        Instant crossed = now().plusMillis(130);
        probe.from(crossed, 50);
        pass(Duration.ofSeconds(2));
        Told verdict = told("verdict").getLast();
        assertThat(verdict.json()).contains("\"verdict\":\"unhealthy\"", "\"cause\":\"limit\"");
        assertThat(Duration.between(crossed, verdict.at())).isLessThan(Duration.ofSeconds(1));
        assertThat(store.row("w1").kinds()).containsExactly("1 inconclusive", "2 healthy", "3 unhealthy");
        assertThat(told("frame")).hasSizeGreaterThanOrEqualTo(23);
    }

    @Test
    void aServerThatHangsIsAnErrorInASentenceAndRoundsDoNotOverlap() {
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(5));
        probe.hangs = true;
        int before = told("frame").size();
        pass(Duration.ofSeconds(5));
        assertThat(told("frame").size() - before).as("frames go on").isBetween(9, 11);
        assertThat(told("frame").getLast().json())
                .contains("did not answer within 450 ms", "\"verdict\":\"inconclusive\"")
                .doesNotContain("unhealthy");
        assertThat(told("asked")).hasSize(1);
        assertThat(probe.mostUnderWay)
                .as("two groups at once, one round at once")
                .isEqualTo(2);
        probe.hangs = false;
        pass(Duration.ofSeconds(2));
        assertThat(told("answered")).hasSize(1);
        assertThat(told("verdict").getLast().json()).contains("\"verdict\":\"healthy\"");
        assertThat(meters.counter("tidegate.health.evidence.missing", "kind", "query-error")
                        .count())
                .isGreaterThan(10);
    }

    @Test
    void probesAreAskedForTheTenantOfTheWatch() {
        open(
                gateway("a", 10),
                new WatchSpec("w1", "other", "of another tenant", "p", Examples.COHORT, T0, null, "ann", T0));
        pass(Duration.ofSeconds(1));
        assertThat(probe.tenants).containsExactly("other");
    }

    @Test
    void howLateFramesAreIsCounted() {
        interval = Duration.ofSeconds(1);
        probe.takes = Duration.ofMillis(300);
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(10));
        Timer lateness = meters.timer("tidegate.health.frame.lateness");
        assertThat(lateness.count()).isEqualTo(told("frame").size());
        assertThat(lateness.mean(TimeUnit.MILLISECONDS)).isBetween(299.0, 301.0);
    }

    @Test
    void thePastIsReadBeforeTheFirstRound() {
        probe.from(T0.minusSeconds(20), 50);
        probe.from(T0.minusSeconds(10), 1);
        open(
                gateway("a", 10),
                new WatchSpec("w1", "default", "late", "p", Examples.COHORT, T0.minusSeconds(60), null, "ann", T0));
        pass(Duration.ofSeconds(1));
        assertThat(told.getFirst().kind()).isEqualTo("catching-up");
        assertThat(store.row("w1").decisions.getLast().at()).isEqualTo(T0.minusSeconds(20));
        assertThat(told("frame").getLast().json()).contains("\"verdict\":\"unhealthy\"");
    }

    @Test
    void aPastThatCannotBeReadHoldsNobodyForEver() {
        probe.pastAway = true;
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(3));
        assertThat(told("frame")).isEmpty();
        assertThat(told("catching-up").size()).as("the stream lives").isGreaterThan(4);
        pass(Duration.ofSeconds(30));
        assertThat(told("frame")).isNotEmpty();
        assertThat(told("verdict").stream().noneMatch(one -> one.json().contains("\"unhealthy\"")))
                .isTrue();
    }

    @Test
    void anotherGatewayTakesOverAndDecidesNothingTwice() {
        Watches first = gateway("a", 10);
        open(first, Examples.spec("w1", T0));
        pass(Duration.ofSeconds(5));
        probe.from(now(), 50);
        pass(Duration.ofSeconds(2));
        store.row("w1").leaseUntil = 0; // as if the first had not been heard of
        probe.from(now(), 1);
        Watches second = gateway("b", 10);
        pass(Duration.ofSeconds(6));
        assertThat(store.row("w1").owner).isEqualTo("b");
        assertThat(store.row("w1").kinds()).containsExactly("1 inconclusive", "2 healthy", "3 unhealthy");
        List<Told> late = told.stream()
                .filter(one -> one.at().isAfter(now().minusSeconds(2)))
                .toList();
        assertThat(late).allMatch(one -> one.node().equals("b"));
        assertThat(late.getFirst().seq()).isGreaterThan(10_000);
        assertThat(late.getLast().json()).contains("\"verdict\":\"unhealthy\"");
        StepVerifier.create(first.close().and(second.close()))
                .then(() -> pass(Duration.ofSeconds(3)))
                .verifyComplete();
        assertThat(store.row("w1").owner).isEmpty();
    }

    @Test
    void aRestartUnderTheSameNameGoesOnAtOnce() {
        VirtualTimeScheduler stopsWhenKilled = VirtualTimeScheduler.create();
        stopsWhenKilled.advanceTimeTo(T0);
        open(gateway("a", 10, stopsWhenKilled), Examples.spec("w1", T0));
        for (int i = 0; i < 50; i++) {
            stopsWhenKilled.advanceTimeBy(Duration.ofMillis(100));
            clock.advanceTimeBy(Duration.ofMillis(100));
        }
        told.clear();
        gateway("a", 10);
        pass(Duration.ofSeconds(4));
        assertThat(store.row("w1").epoch).isEqualTo(2);
        assertThat(store.row("w1").kinds()).containsExactly("1 inconclusive", "2 healthy");
        assertThat(told("frame")).isNotEmpty();
    }

    @Test
    void aVerdictIsToldAndStoredLaterWhenTheDatabaseIsAway() {
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(5));
        store.down = true;
        probe.from(now(), 50);
        pass(Duration.ofSeconds(2));
        assertThat(told("verdict").getLast().json()).contains("\"verdict\":\"unhealthy\"");
        store.down = false;
        pass(Duration.ofSeconds(3));
        assertThat(store.row("w1").kinds()).containsExactly("1 inconclusive", "2 healthy", "3 unhealthy");
    }

    @Test
    void aWatchIsClosedByPeopleAtAnyGatewayAndByItsEnd() {
        Watches a = gateway("a", 10);
        Watches b = gateway("b", 10);
        open(a, Examples.spec("w1", T0));
        open(a, new WatchSpec("w2", "default", "short", "p", Examples.COHORT, T0, T0.plusSeconds(3), "ann", T0));
        pass(Duration.ofSeconds(2));
        StepVerifier.create(b.close("w1", "default", "bob", "enough seen"))
                .expectNext(true)
                .verifyComplete();
        pass(Duration.ofSeconds(5));
        assertThat(told("closed")).hasSize(2);
        assertThat(told("closed").getFirst().json()).contains("bob", "enough seen");
        assertThat(store.row("w2").closedBy).isEqualTo("tidegate");
        int frames = told("frame").size();
        pass(Duration.ofSeconds(2));
        assertThat(told("frame")).hasSize(frames);
        StepVerifier.create(b.close("w1", "default", "bob", "again"))
                .expectNext(false)
                .verifyComplete();
    }

    @Test
    void whatCannotBeOpenedSaysWhy() {
        Watches watches = gateway("a", 1);
        refused(watches, new WatchSpec("w", "t", "n", "broken", Examples.COHORT, T0, null, "ann", T0), "policy:3");
        refused(
                watches,
                new WatchSpec("w", "t", "n", "p", Examples.COHORT, T0.minusSeconds(90_000), null, "ann", T0),
                "rounds of the past");
        refused(
                watches,
                new WatchSpec("w", "t", "n", "p", Examples.COHORT, T0, T0.minusSeconds(1), "ann", T0),
                "must be after since");
        open(watches, Examples.spec("w1", T0));
        StepVerifier.create(watches.open(Examples.spec("w1", T0)))
                .expectNext(false)
                .verifyComplete();
        refused(watches, Examples.spec("w2", T0), "1 watches are open");
        assertThat(meters.counter("tidegate.health.refused", "limit", "open").count())
                .isEqualTo(1);
    }

    private static void refused(Watches watches, WatchSpec spec, String words) {
        StepVerifier.create(watches.open(spec))
                .expectErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOf(RefusedWatchException.class)
                        .hasMessageContaining(words))
                .verify();
    }

    @Test
    void roundsThatTakeTooLongAreCountedAndNotMadeUp() {
        interval = Duration.ofSeconds(1);
        probe.takes = Duration.ofMillis(850);
        open(gateway("a", 10), Examples.spec("w1", T0));
        pass(Duration.ofSeconds(10));
        assertThat(told("frame")).hasSizeBetween(8, 10);
        assertThat(meters.counter("tidegate.health.rounds.late").count()).isZero();
    }
}
