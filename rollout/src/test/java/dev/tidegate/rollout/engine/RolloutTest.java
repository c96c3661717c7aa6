package dev.tidegate.rollout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.Planner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final Instant START = Instant.parse("2026-11-24T21:00:00Z");
    private static final double NEVER = 0;
    private static final double OFTEN = 0.15;

    @Test
    void aGoodChangeReachesEveryNodeOnce() {
        Nodes nodes = new Nodes(Set.of());
        Conductor conductor = new Conductor(terms(40), nodes, 1, NEVER, 0).run();

        assertThat(conductor.rollout().phase()).isEqualTo(Phase.DONE);
        assertThat(names(40))
                .allSatisfy(node ->
                        assertThat(nodes.timesTold(Direction.FORWARD, node)).isEqualTo(1));
    }

    @Test
    void aBadWaveGoesBackNewestFirst() {
        Nodes nodes = new Nodes(Set.of());
        Conductor conductor = new Conductor(terms(40), nodes, 1, NEVER, 3).run();

        assertThat(conductor.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(nodes.order().stream()
                        .filter(dispatch -> dispatch.direction() == Direction.BACK)
                        .map(Dispatch::wave)
                        .distinct())
                .containsExactly(3, 2, 1);
        assertThat(names(40))
                .allSatisfy(node -> assertThat(conductor.rollout().node(Direction.BACK, node))
                        .contains(NodeState.PROVEN));
    }

    @Test
    void aFifthOfTheNodesDeadIsNeverDone() {
        Set<String> dead = new HashSet<>(names(40).subList(0, 8));
        Nodes nodes = new Nodes(dead);
        Conductor conductor = new Conductor(terms(40), nodes, 1, NEVER, 0).run();

        assertThat(conductor.rollout().phase()).isNotEqualTo(Phase.DONE);
        assertThat(dead)
                .allSatisfy(node -> assertThat(conductor.rollout().node(Direction.FORWARD, node))
                        .isNotEqualTo(Optional.of(NodeState.PROVEN)));
        assertThat(conductor.rollout().held())
                .as("dead nodes cannot be brought back either")
                .get()
                .asString()
                .contains("timed-out");
    }

    @Property(tries = 200)
    void crashesAnywhereChangeNothingButTime(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size, @ForAll @IntRange(max = 3) int badWave) {
        Nodes calm = new Nodes(Set.of());
        Nodes stormy = new Nodes(Set.of());
        Rollout expected =
                new Conductor(terms(size), calm, seed, NEVER, badWave).run().rollout();
        Conductor conductor = new Conductor(terms(size), stormy, seed, OFTEN, badWave).run();

        assertThat(conductor.rollout().phase()).isEqualTo(expected.phase());
        for (String node : names(size)) {
            for (Direction direction : Direction.values()) {
                assertThat(stormy.timesTold(direction, node))
                        .isEqualTo(calm.timesTold(direction, node))
                        .isLessThanOrEqualTo(1);
                assertThat(conductor.rollout().node(direction, node)).isEqualTo(expected.node(direction, node));
            }
        }
    }

    @Property(tries = 200)
    void whatIsDoneGoesBackOnceNewestFirstWhereverItCrashes(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
        Nodes nodes = new Nodes(Set.of());
        Conductor conductor = new Conductor(terms(size), nodes, seed, OFTEN, 0).runAndRegret();

        assertThat(conductor.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(names(size)).allSatisfy(node -> {
            assertThat(nodes.timesTold(Direction.FORWARD, node)).isEqualTo(1);
            assertThat(nodes.timesTold(Direction.BACK, node)).isEqualTo(1);
            assertThat(conductor.rollout().node(Direction.BACK, node)).contains(NodeState.PROVEN);
        });
        List<Integer> back = nodes.order().stream()
                .filter(dispatch -> dispatch.direction() == Direction.BACK)
                .map(Dispatch::wave)
                .distinct()
                .toList();
        assertThat(back)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, back.size())
                        .map(i -> back.size() + 1 - i)
                        .boxed()
                        .toList());
    }

    @Test
    void whatWasAbortedGoesBackAsFarAsItCame() {
        Rollout rollout = soaking();
        say(rollout, new RolloutCommand.Abort("sue", "leave it"));
        assertThat(rollout.wants()).noneMatch(Want.Send.class::isInstance);

        assertThat(say(rollout, new RolloutCommand.PullBack("sue", "take it back after all")))
                .isEqualTo(new RolloutReply.Done("pulling back"));
        assertThat(tick(rollout)).singleElement().isInstanceOfSatisfying(RolloutEvent.Intended.class, intended -> {
            assertThat(intended.dispatch().direction()).isEqualTo(Direction.BACK);
            assertThat(intended.dispatch().nodes()).isEqualTo(rollout.terms().nodes(1));
        });
    }

    @Test
    void whatIsBackStaysBack() {
        Conductor conductor = new Conductor(terms(10), new Nodes(Set.of()), 1, NEVER, 0).runAndRegret();

        assertThat(conductor.tell(new RolloutCommand.PullBack("sue", "again")))
                .isEqualTo(new RolloutReply.Refused("it is over: pulled-back"));
    }

    @Test
    void theStormyWorldIsStormy() {
        assertThat(new Conductor(terms(40), new Nodes(Set.of()), 1, OFTEN, 3)
                        .run()
                        .crashes())
                .isGreaterThan(10);
    }

    @Property(tries = 100)
    void phasesFollowTheDiagram(@ForAll long seed, @ForAll @IntRange(max = 3) int badWave) {
        Nodes nodes = new Nodes(badWave == 0 ? Set.of() : Set.of("n03"));
        Conductor conductor = new Conductor(terms(20), nodes, seed, OFTEN, badWave).runAndRegret();

        Phase before = Phase.WAITING;
        for (RolloutEvent event : conductor.log()) {
            if (event instanceof RolloutEvent.PhaseBegun begun) {
                assertThat(begun.phase().mayFollow(before))
                        .as(before + " to " + begun.phase())
                        .isTrue();
                before = begun.phase();
            }
        }
    }

    @Test
    void noWaveBeginsWithoutAMonitorWhoIsNotTheExecutor() {
        Rollout rollout = new Rollout(terms(10));
        prepare(rollout);
        say(rollout, new RolloutCommand.Gate(Optional.empty()));
        assertThat(rollout.blocked(START)).get().asString().contains("nobody watches");

        assertThat(say(rollout, new RolloutCommand.Acknowledge("eva")))
                .isEqualTo(new RolloutReply.Refused("eva executes this rollout; somebody else has to watch it"));
        assertThat(say(rollout, new RolloutCommand.Acknowledge("mona"))).isInstanceOf(RolloutReply.Refused.class);
        say(rollout, new RolloutCommand.Presence("mona", true));
        assertThat(rollout.blocked(START)).get().asString().contains("has not acknowledged");
        say(rollout, new RolloutCommand.Acknowledge("mona"));
        assertThat(rollout.blocked(START)).isEmpty();

        say(rollout, new RolloutCommand.Presence("mona", false));
        assertThat(rollout.tick(START)).isEmpty();
    }

    @Test
    void aClosedCalendarKeepsTheNextWaveBack() {
        Rollout rollout = ready(10);
        say(rollout, new RolloutCommand.Gate(Optional.of("outside of every window")));

        assertThat(rollout.blocked(START)).contains("outside of every window");
        assertThat(rollout.tick(START)).isEmpty();
    }

    @Test
    void aHeldRolloutSendsNothingAndGoesOnWhereItWas() {
        Rollout rollout = ready(10);
        tick(rollout);
        say(rollout, new RolloutCommand.Hold("sue", "looks odd"));

        assertThat(tick(rollout)).isEmpty();
        assertThat(rollout.held()).contains("sue: looks odd");

        say(rollout, new RolloutCommand.Resume("sue"));
        assertThat(tick(rollout)).hasOnlyElementsOfType(RolloutEvent.Intended.class);
    }

    @Test
    void pullBackAndResumeAtTheSameTimeEndInPullBack() {
        Rollout rollout = ready(10);
        tick(rollout);
        say(rollout, new RolloutCommand.Hold("sue", "looks odd"));

        say(rollout, new RolloutCommand.PullBack("sue", "it is odd"));
        assertThat(say(rollout, new RolloutCommand.Resume("bob")))
                .isEqualTo(new RolloutReply.Nothing("it is not held; it is being pulled back"));
        assertThat(rollout.phase()).isEqualTo(Phase.PULLING_BACK);
    }

    @Test
    void missingEvidenceHoldsASoakAndNeverPullsBack() {
        Rollout rollout = soaking();
        say(
                rollout,
                new RolloutCommand.Health(1, Direction.FORWARD, RolloutCommand.Health.Signal.INCONCLUSIVE, "no data"));

        Instant later = START.plus(Duration.ofHours(5));
        say(rollout, new RolloutCommand.Acknowledge("mona"), later);
        assertThat(rollout.tick(later)).isEmpty();
        assertThat(rollout.phase()).isEqualTo(Phase.SOAKING);
        assertThat(rollout.blocked(later)).contains("its health is not known to be good: no data");

        say(
                rollout,
                new RolloutCommand.Health(1, Direction.FORWARD, RolloutCommand.Health.Signal.HEALTHY, "good"),
                later);
        assertThat(rollout.tick(later)).hasSize(1);
    }

    @Test
    void anIrreversibleChangeHoldsInsteadOfGoingBack() {
        Rollout rollout = new Rollout(terms(10).irreversible());
        open(rollout);
        tick(rollout);
        say(rollout, new RolloutCommand.Health(1, Direction.FORWARD, RolloutCommand.Health.Signal.UNHEALTHY, "errors"));

        assertThat(rollout.phase()).isEqualTo(Phase.APPLYING);
        assertThat(rollout.held()).get().asString().contains("cannot be taken back");
        assertThat(say(rollout, new RolloutCommand.PullBack("sue", "please"))).isInstanceOf(RolloutReply.Refused.class);
    }

    private static Rollout soaking() {
        Rollout rollout = ready(10);
        tick(rollout);
        tick(rollout);
        Dispatch dispatch = ((Want.Send) rollout.wants().getFirst()).dispatch();
        say(rollout, new RolloutCommand.Accepted(dispatch.id(), "job"));
        dispatch.nodes()
                .forEach(node ->
                        say(rollout, new RolloutCommand.Settled(dispatch.id(), node, NodeState.PROVEN, "read back")));
        tick(rollout);
        assertThat(rollout.phase()).isEqualTo(Phase.SOAKING);
        return rollout;
    }

    private static Rollout ready(int nodes) {
        Rollout rollout = new Rollout(terms(nodes));
        open(rollout);
        return rollout;
    }

    private static void open(Rollout rollout) {
        prepare(rollout);
        say(rollout, new RolloutCommand.Gate(Optional.empty()));
        say(rollout, new RolloutCommand.Presence("mona", true));
        say(rollout, new RolloutCommand.Acknowledge("mona"));
    }

    private static void prepare(Rollout rollout) {
        say(
                rollout,
                new RolloutCommand.WayBack(
                        List.of(new Former(Conductor.OLD, rollout.terms().nodes())), List.of(), List.of()));
    }

    private static List<RolloutEvent> tick(Rollout rollout) {
        List<RolloutEvent> events = rollout.tick(START);
        events.forEach(rollout::apply);
        return events;
    }

    private static RolloutReply say(Rollout rollout, RolloutCommand command) {
        return say(rollout, command, START);
    }

    private static RolloutReply say(Rollout rollout, RolloutCommand command, Instant at) {
        var outcome = rollout.decide(command, at);
        outcome.events().forEach(rollout::apply);
        return outcome.reply();
    }

    static Terms terms(int nodes) {
        List<FleetNode> fleet = new ArrayList<>();
        Map<String, Spot> spots = new HashMap<>();
        names(nodes).forEach(name -> {
            fleet.add(new FleetNode(name, "compute", "g10", "rack-" + name.charAt(1), ""));
            spots.put(name, new Spot("salt", "eu1", "compute", "g10"));
        });
        return new Terms(
                "r1",
                "chg-1",
                "0".repeat(64),
                "eva",
                "a".repeat(40),
                List.of(),
                new Planner(fleet, 7).plan(PlanSpec.DEFAULT).waves(),
                spots,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                0,
                Duration.ofMinutes(15),
                true);
    }

    private static List<String> names(int nodes) {
        return IntStream.range(0, nodes).mapToObj(i -> "n%02d".formatted(i)).toList();
    }
}
