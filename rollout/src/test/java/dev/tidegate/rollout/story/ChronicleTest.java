package dev.tidegate.rollout.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Dispatch;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.Batch;
import dev.tidegate.rollout.plan.Wave;
import dev.tidegate.rollout.story.Chronicle.Agreement;
import dev.tidegate.rollout.story.Chronicle.Back;
import dev.tidegate.rollout.story.Chronicle.Presence;
import dev.tidegate.rollout.story.Chronicle.Seen;
import dev.tidegate.rollout.story.Chronicle.Turn;
import dev.tidegate.rollout.story.Chronicle.WaveStory;
import dev.tidegate.rollout.story.Chronicle.What;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of a rollout that two people watch, and that goes back in its second wave. */
class ChronicleTest {
    private static final Instant BEGIN = Instant.parse("2026-03-01T02:00:00Z");
    private static final Terms TERMS = new Terms(
            "r1",
            "c1",
            "9f".repeat(32),
            "erik",
            "a".repeat(40),
            List.of(),
            List.of(wave(1, "n1"), wave(2, "n2", "n3"), wave(3, "n4", "n5")),
            Map.of(),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            0.5,
            Duration.ofMinutes(15),
            true);

    private static final Brief BRIEF = new Brief(
            TERMS,
            "acme",
            "More workers",
            1,
            new Origin.Git("infra", "a".repeat(40)),
            List.of("nova"),
            "",
            BEGIN,
            BEGIN);

    private static Wave wave(int number, String... nodes) {
        return new Wave(number, List.of(new Batch("", List.of(nodes))), List.of(), List.of());
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }

    private static RolloutEvent phase(int second, Phase phase, int wave, String reason) {
        return new RolloutEvent.PhaseBegun(at(second), phase, wave, Rollout.ITSELF, reason);
    }

    private static RolloutEvent sent(int second, String id, int wave, Direction direction, String... nodes) {
        return new RolloutEvent.Intended(
                at(second), new Dispatch(id, wave, direction, "salt", "a".repeat(40), List.of(nodes), at(999)));
    }

    private static RolloutEvent settled(int second, String dispatch, String node, NodeState state) {
        return new RolloutEvent.NodeSettled(at(second), dispatch, node, state, "");
    }

    private static RolloutEvent said(int second, int wave, Direction direction, Signal signal, String reason) {
        return new RolloutEvent.HealthSaid(at(second), wave, direction, signal, reason);
    }

    private static final List<RolloutEvent> PULLED_BACK = List.of(
            new RolloutEvent.MonitorCame(at(1), "mona"),
            new RolloutEvent.Acknowledged(at(2), "mona", 1),
            phase(3, Phase.APPLYING, 1, "every gate is open"),
            sent(3, "d1", 1, Direction.FORWARD, "n1"),
            settled(5, "d1", "n1", NodeState.PROVEN),
            phase(5, Phase.SOAKING, 1, "settled"),
            said(6, 1, Direction.FORWARD, Signal.EARLY, "too early"),
            said(9, 1, Direction.FORWARD, Signal.HEALTHY, "all is well"),
            said(30, 1, Direction.FORWARD, Signal.HEALTHY, "all is still well"),
            phase(65, Phase.WAITING, 2, "healthy"),
            new RolloutEvent.Held(at(66), "mona", "coffee"),
            new RolloutEvent.Resumed(at(80), "erik"),
            phase(81, Phase.APPLYING, 2, "every gate is open"),
            sent(81, "d2", 2, Direction.FORWARD, "n2", "n3"),
            settled(83, "d2", "n2", NodeState.PROVEN),
            settled(84, "d2", "n3", NodeState.FAILED),
            phase(84, Phase.SOAKING, 2, "settled"),
            said(90, 2, Direction.FORWARD, Signal.UNHEALTHY, "errors over the limit"),
            phase(90, Phase.PULLING_BACK, 2, "wave 2 is unhealthy"),
            sent(91, "d3", 2, Direction.BACK, "n2", "n3"),
            new RolloutEvent.MonitorWent(at(92), "mona"),
            settled(95, "d3", "n2", NodeState.PROVEN),
            settled(95, "d3", "n3", NodeState.PROVEN),
            new RolloutEvent.WaveBack(at(96), 2),
            said(97, 2, Direction.BACK, Signal.HEALTHY, "as before"),
            sent(97, "d4", 1, Direction.BACK, "n1"),
            settled(99, "d4", "n1", NodeState.PROVEN),
            new RolloutEvent.WaveBack(at(99), 1),
            phase(100, Phase.PULLED_BACK, 1, "every node is back"));

    @Test
    void aPullBackIsToldWaveByWave() {
        Chronicle story = Chronicle.of(BRIEF, PULLED_BACK);
        assertThat(story.waves())
                .containsExactly(
                        new WaveStory(
                                1,
                                1,
                                at(3),
                                Optional.of(at(5)),
                                Optional.of(at(65)),
                                Map.of(NodeState.PROVEN, 1),
                                List.of(
                                        new Seen(at(6), Signal.EARLY, "too early"),
                                        new Seen(at(9), Signal.HEALTHY, "all is still well")),
                                Optional.of(
                                        new Back(at(97), Optional.of(at(99)), Map.of(NodeState.PROVEN, 1), List.of()))),
                        new WaveStory(
                                2,
                                2,
                                at(81),
                                Optional.of(at(84)),
                                Optional.of(at(90)),
                                Map.of(NodeState.PROVEN, 1, NodeState.FAILED, 1),
                                List.of(new Seen(at(90), Signal.UNHEALTHY, "errors over the limit")),
                                Optional.of(new Back(
                                        at(91),
                                        Optional.of(at(96)),
                                        Map.of(NodeState.PROVEN, 2),
                                        List.of(new Seen(at(97), Signal.HEALTHY, "as before"))))));
        assertThat(story.presences()).containsExactly(new Presence("mona", at(1), Optional.of(at(92))));
        assertThat(story.agreements()).containsExactly(new Agreement("mona", 1, at(2)));
    }

    @Test
    void whatWasDoneByItselfIsToldApartFromWhatPeopleDid() {
        assertThat(Chronicle.of(BRIEF, PULLED_BACK).turns())
                .containsExactly(
                        new Turn(at(66), What.HELD, 2, Optional.of("mona"), "coffee"),
                        new Turn(at(80), What.RESUMED, 2, Optional.of("erik"), ""),
                        new Turn(at(90), What.PULLING_BACK, 2, Optional.empty(), "wave 2 is unhealthy"),
                        new Turn(at(100), What.PULLED_BACK, 2, Optional.empty(), "every node is back"));
    }

    @Test
    void whatStillRunsIsToldUpToNow() {
        Chronicle story = Chronicle.of(BRIEF, PULLED_BACK.subList(0, 14));
        assertThat(story.waves()).hasSize(2);
        assertThat(story.waves().getLast().states()).isEqualTo(Map.of(NodeState.IN_FLIGHT, 2));
        assertThat(story.waves().getLast().settled()).isEmpty();
        assertThat(story.waves().getLast().back()).isEmpty();
        assertThat(story.presences().getFirst().to()).isEmpty();
    }

    @Test
    void aLineTellsWhatMattersInPlainWords() {
        assertThat(Chronicle.of(BRIEF, PULLED_BACK.subList(0, 8)).text().lines())
                .containsExactly(
                        "2026-03-01 02:00:00 UTC  erik began to roll out \"More workers\" to 5 nodes in 3 waves.",
                        "2026-03-01 02:00:01 UTC  its health is watched by mona.",
                        "2026-03-01 02:00:02 UTC  how wave 1 stands is seen and acknowledged by mona.",
                        "2026-03-01 02:00:03 UTC  wave 1 begins: every gate is open.",
                        "2026-03-01 02:00:03 UTC  1 node of wave 1 goes to aaaaaaaaaaaa, by order d1.",
                        "2026-03-01 02:00:05 UTC  wave 1 soaks: settled.",
                        "2026-03-01 02:00:06 UTC  wave 1 is inconclusive: too early.",
                        "2026-03-01 02:00:09 UTC  wave 1 is healthy: all is well.");
    }

    @Test
    void waitingForAnotherRolloutIsTold() {
        Chronicle story = Chronicle.of(
                BRIEF,
                List.of(
                        new RolloutEvent.Yielded(at(1), 1, Direction.FORWARD, "rollout r2 (more memory) moves n7"),
                        new RolloutEvent.Yielded(at(2), 1, Direction.BACK, "rollout r2 (more memory) moves n7"),
                        new RolloutEvent.Insisted(at(9), 1, "rollout r2 (more memory) moves n7")));
        assertThat(story.text().lines().skip(1))
                .containsExactly(
                        "2026-03-01 02:00:01 UTC  wave 1 waits: rollout r2 (more memory) moves n7.",
                        "2026-03-01 02:00:02 UTC  wave 1, on its way back, waits: rollout r2 (more memory) moves n7.",
                        "2026-03-01 02:00:09 UTC  wave 1 goes back without waiting any longer: rollout r2 (more memory)"
                                + " moves n7.");
        assertThat(story.turns()).extracting(Turn::what).containsExactly(What.YIELDED, What.YIELDED, What.INSISTED);
    }
}
