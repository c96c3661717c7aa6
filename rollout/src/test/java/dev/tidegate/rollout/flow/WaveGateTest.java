package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeStore;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Slot;
import dev.tidegate.rollout.change.flow.Examples;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.Batch;
import dev.tidegate.rollout.plan.Wave;
import dev.tidegate.rollout.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What is looked at before each wave. */
class WaveGateTest {
    private static final Instant START = Examples.START;
    private static final Instant LATER = START.plus(Duration.ofHours(3));
    private static final Content CONTENT = Examples.content("Raise the limit");

    private Optional<Change> change = Optional.of(change(CONTENT));

    private String closed(int wave, Instant at) {
        return new WaveGate(new OneChange(), new ClosedAtUs())
                .closed(brief(CONTENT), wave, at)
                .map(reason -> reason.orElse(""))
                .toFuture()
                .join();
    }

    @Test
    void eachWaveWaitsForTheWindowsOfItsOwnSites() {
        assertThat(closed(1, LATER)).as("wave 1 is at eu1").isEmpty();
        assertThat(closed(2, LATER)).as("wave 2 is at us1 and nowhere").isEqualTo("us1 is closed");
    }

    @Test
    void noWaveBeginsBeforeTheAgreedMomentNorAfterItsWindow() {
        assertThat(closed(1, START.minusSeconds(1))).isEqualTo("the agreed moment is " + Wording.moment(START));
        Content content = until(START.plus(Duration.ofHours(2)));
        change = Optional.of(change(content));
        WaveGate gate = new WaveGate(new OneChange(), new ClosedAtUs());
        assertThat(gate.closed(brief(content), 1, START.plusSeconds(60))
                        .toFuture()
                        .join())
                .isEmpty();
        assertThat(gate.closed(brief(content), 1, LATER).toFuture().join())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("its window ended at 2026-11-24 23:00:00 UTC: no wave begins any more"));
    }

    @Test
    void noWaveOfWhatWasEditedRefusedOrRemovedSinceBegins() {
        change = Optional.of(change(Examples.content("Lower the limit")));
        assertThat(closed(1, LATER)).contains("the change was edited").contains("pull back or abort");
        Change approved = change(CONTENT);
        change = Optional.of(new Change(
                approved.id(),
                approved.tenant(),
                approved.author(),
                1,
                CONTENT,
                List.of(new Approval(
                        Approval.Side.CUSTOMER, "carl", CONTENT.hash(), START, false, "we sell that day", START)),
                Optional.empty()));
        assertThat(closed(1, LATER)).isEqualTo("carl has refused it: we sell that day");
        change = Optional.empty();
        assertThat(closed(1, LATER)).isEqualTo("change c1 is not there any more");
    }

    @Test
    void anEmergencyGoesThroughClosedWindowsAndNotThroughAFreeze() {
        Change approved = change(CONTENT);
        change = Optional.of(new Change(
                approved.id(),
                approved.tenant(),
                approved.author(),
                1,
                CONTENT,
                List.of(),
                Optional.of(new Change.Emergency("eva", "down", CONTENT.hash(), START, Optional.empty()))));
        assertThat(closed(2, START.minusSeconds(60))).isEmpty();
        assertThat(closed(3, LATER)).isEqualTo("eu2 is frozen");
    }

    private static Content until(Instant end) {
        return new Content(
                CONTENT.title(),
                CONTENT.reason(),
                CONTENT.incident(),
                CONTENT.origin(),
                CONTENT.packages(),
                CONTENT.states(),
                CONTENT.selector(),
                CONTENT.plan(),
                CONTENT.seed(),
                CONTENT.policy(),
                CONTENT.impact(),
                CONTENT.irreversible(),
                CONTENT.tests(),
                new Slot(CONTENT.start(), Optional.of(end)));
    }

    private static Change change(Content content) {
        return new Change("c1", "acme", "ann", 1, content, List.of(), Optional.empty());
    }

    private static Brief brief(Content content) {
        Terms terms = new Terms(
                "r1",
                "c1",
                content.hash(),
                "eva",
                Examples.NEW,
                List.of(),
                List.of(wave(1, "a"), wave(2, "b", "c"), wave(3, "d")),
                Map.of("a", spot("eu1"), "b", spot("us1"), "c", spot(""), "d", spot("eu2")),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                0,
                Duration.ofMinutes(15),
                true);
        return new Brief(terms, "acme", content.title(), 1, content.origin(), content.states(), "policy", START, START);
    }

    private static Spot spot(String site) {
        return new Spot("salt", site, "compute", "r640");
    }

    private static Wave wave(int number, String... nodes) {
        return new Wave(number, List.of(new Batch("", List.of(nodes))), List.of(), List.of());
    }

    private final class OneChange implements ChangeStore {
        @Override
        public Mono<Boolean> create(Change made, AuditEntry audit) {
            return Mono.just(false);
        }

        @Override
        public Mono<Boolean> replace(Change read, Change now, AuditEntry audit) {
            return Mono.just(false);
        }

        @Override
        public Mono<Change> find(String id, String tenant) {
            return Mono.justOrEmpty(change);
        }

        @Override
        public Mono<List<Change>> list(String tenant, int atMost) {
            return Mono.just(change.stream().toList());
        }
    }

    private static final class ClosedAtUs implements Windows {
        @Override
        public Mono<Optional<String>> closed(String tenant, Collection<String> sites, Instant at) {
            return Mono.just(sites.contains("us1") ? Optional.of("us1 is closed") : Optional.empty());
        }

        @Override
        public Mono<Optional<String>> frozen(String tenant, Collection<String> sites, Instant at) {
            return Mono.just(sites.contains("eu2") ? Optional.of("eu2 is frozen") : Optional.empty());
        }
    }
}
