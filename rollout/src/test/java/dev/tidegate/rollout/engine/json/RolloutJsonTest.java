package dev.tidegate.rollout.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Dispatch;
import dev.tidegate.rollout.engine.Former;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.Batch;
import dev.tidegate.rollout.plan.Wave;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutJsonTest {
    private static final Instant AT = Instant.parse("2026-11-24T21:00:00.123456Z");
    private static final String OLD = "b".repeat(40);

    private static final List<RolloutEvent> ALL = List.of(
            new RolloutEvent.PhaseBegun(AT, Phase.PULLING_BACK, 2, "tidegate", "unhealthy"),
            new RolloutEvent.Held(AT, "sue", "odd"),
            new RolloutEvent.Resumed(AT, "sue"),
            new RolloutEvent.Acknowledged(AT, "mona", 1),
            new RolloutEvent.MonitorCame(AT, "mona"),
            new RolloutEvent.MonitorWent(AT, "mona"),
            new RolloutEvent.WayBackProven(
                    AT,
                    List.of(new Former(OLD, List.of("n1"))),
                    List.of("n2"),
                    List.of(new PackageSnapshot("debian", "trixie", "main", "old"))),
            new RolloutEvent.Published(AT, Direction.FORWARD, List.of()),
            new RolloutEvent.WatchOpened(AT, 1, Direction.BACK, Optional.of("no room")),
            new RolloutEvent.WatchOpened(AT, 1, Direction.FORWARD, Optional.empty()),
            new RolloutEvent.WatchClosed(AT, 1),
            new RolloutEvent.HealthSaid(AT, 1, Direction.FORWARD, RolloutCommand.Health.Signal.UNHEALTHY, "errors"),
            new RolloutEvent.Lost(AT, "target salt", "refused"),
            new RolloutEvent.Found(AT, "target salt", AT.plusSeconds(9)),
            new RolloutEvent.TakenUp(AT, "b", AT.plusSeconds(9)),
            new RolloutEvent.Intended(
                    AT, new Dispatch("r1.1", 1, Direction.BACK, "salt", OLD, List.of("n1"), AT.plusSeconds(9))),
            new RolloutEvent.Dispatched(AT, "r1.1", "20261124"),
            new RolloutEvent.Withdrawn(AT, "r1.1"),
            new RolloutEvent.NodeSettled(AT, "r1.1", "n1", NodeState.TIMED_OUT, "late"),
            new RolloutEvent.Yielded(AT, 2, Direction.BACK, "r2 moves n7"),
            new RolloutEvent.Insisted(AT, 2, "r2 moves n7"),
            new RolloutEvent.Skipped(AT, 1, "n2", "left alone"),
            new RolloutEvent.Relapsed(AT, 1, "n1", "older order"),
            new RolloutEvent.WaveBack(AT, 1),
            new RolloutEvent.Recorded(AT, 1, Direction.FORWARD, "note"));

    @Test
    void everyEventComesBackAsItWas() {
        assertThat(ALL)
                .allSatisfy(event ->
                        assertThat(RolloutJson.event(RolloutJson.event(event))).isEqualTo(event));
        assertThat(ALL.stream().map(Object::getClass).distinct())
                .hasSameSizeAs(RolloutEvent.class.getPermittedSubclasses());
    }

    @Test
    void whatIsStoredStaysReadable() {
        String stored =
                "{\"v\":1,\"kind\":\"held\",\"at\":\"2026-11-24T21:00:00.123456Z\",\"by\":\"sue\",\"reason\":\"odd\"}";
        assertThat(RolloutJson.event(stored)).isEqualTo(ALL.get(1));
        assertThat(RolloutJson.event(ALL.get(1))).isEqualTo(stored);
    }

    @Test
    void whatANewerReleaseWroteIsRefused() {
        assertThatThrownBy(() -> RolloutJson.event("{\"v\":2,\"kind\":\"held\"}"))
                .hasMessageContaining("version 2");
    }

    private static Brief brief(Spot spot) {
        Terms terms = new Terms(
                "r1",
                "c1",
                "0".repeat(64),
                "eva",
                OLD,
                List.of(),
                List.of(new Wave(1, List.of(new Batch("", List.of("n1"))), List.of(), List.of())),
                Map.of("n1", spot),
                Duration.ofMinutes(1),
                Duration.ofMinutes(2),
                0,
                Duration.ofMinutes(15),
                true);
        return new Brief(terms, "acme", "more memory", 1, new Origin.Git("infra", OLD), List.of(), "", AT, AT);
    }

    @Test
    void whatAnOlderReleaseBeganIsInNoQuorumGroup() {
        Brief brief = brief(new Spot("salt", "eu1", "database", "g10", "galera"));
        String stored = RolloutJson.brief(brief);
        assertThat(RolloutJson.brief(stored)).isEqualTo(brief);
        String older = stored.replace(",\"quorum\":\"galera\"", "");
        assertThat(older).isNotEqualTo(stored);
        assertThat(RolloutJson.brief(older)).isEqualTo(brief(new Spot("salt", "eu1", "database", "g10")));
    }

    @Test
    void commandsAndRepliesComeBack() {
        RolloutCommand command = new RolloutCommand.PullBack("sue", "no");
        RolloutReply reply = new RolloutReply.Refused("over");
        assertThat(RolloutJson.command(RolloutJson.command(command))).isEqualTo(command);
        assertThat(RolloutJson.reply(RolloutJson.reply(reply))).isEqualTo(reply);
    }
}
