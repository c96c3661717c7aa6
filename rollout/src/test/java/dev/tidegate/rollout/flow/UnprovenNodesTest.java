package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nodes and targets that die, are late or say what is not so: what is not proven is never done. */
class UnprovenNodesTest {
    private final Site site = new Site(20);

    @Test
    void aTargetThatDiesInTheMiddleOfAWaveHoldsAndGoesOn() {
        site.running();
        site.passUntil(() -> site.rollout().wave() == 3 && site.rollout().phase() == Phase.APPLYING);
        site.machines.away = true;
        site.pass(Duration.ofMinutes(10));

        assertThat(site.rollout().phase()).isEqualTo(Phase.APPLYING);
        assertThat(site.store.row(Site.ID).blocked).contains("target salt does not answer", "connection refused");

        site.machines.away = false;
        site.passUntil(site::over);
        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
        assertThat(site.names)
                .allSatisfy(
                        node -> assertThat(site.machines.timesTold(true, node)).isEqualTo(1));
    }

    @Test
    void whatWasNotSentWhenItWasHeldIsWithdrawn() {
        Rollouts gateway = site.running();
        site.passUntil(() -> site.rollout().wave() == 3);
        site.machines.away = true;
        site.passUntil(() -> site.rollout().phase() == Phase.APPLYING
                || site.store.row(Site.ID).blocked.contains("does not answer"));
        site.pass(Duration.ofSeconds(5));
        site.say(gateway, new RolloutCommand.Hold("sue", "looks odd"));
        site.machines.away = false;
        site.pass(Duration.ofMinutes(2));
        assertThat(site.rollout().held()).contains("sue: looks odd");

        site.say(gateway, new RolloutCommand.Resume("sue"));
        site.passUntil(site::over);
        assertThat(site.names)
                .allSatisfy(
                        node -> assertThat(site.machines.timesTold(true, node)).isEqualTo(1));
    }

    @Test
    void nodesThatDoNotSayWhatTheyHaveAreNeverCountedAsDone() {
        Set<String> dead = new HashSet<>(site.names.subList(0, 4));
        site.machines.dead.addAll(dead);
        Rollouts gateway = site.running();
        site.pass(Duration.ofMinutes(2));
        assertThat(site.rollout().held()).get().asString().contains("4 of 20 nodes do not say", "n00");
        assertThat(site.machines.given()).isEmpty();

        site.say(gateway, new RolloutCommand.Resume("sue"));
        site.passUntil(site::over);
        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(dead).allSatisfy(node -> {
            assertThat(site.machines.timesTold(true, node)).isZero();
            assertThat(site.node(Direction.FORWARD, node)).isNotEqualTo(Optional.of(NodeState.PROVEN));
        });
    }

    @Test
    void aFifthOfTheNodesDyingUnderWayIsNeverDone() {
        Set<String> dying = new HashSet<>(site.names.subList(0, 4));
        site.running();
        site.passUntil(() -> site.rollout().phase() == Phase.APPLYING);
        site.machines.dead.addAll(dying);
        site.passUntil(() -> site.over() || site.rollout().held().isPresent());

        assertThat(site.rollout().phase()).isNotEqualTo(Phase.DONE);
        assertThat(dying)
                .allSatisfy(node ->
                        assertThat(site.node(Direction.FORWARD, node)).isNotEqualTo(Optional.of(NodeState.PROVEN)));
    }

    @Test
    void aNodeThatEndsAfterItsTimeIsProvenAgain() {
        List<String> first = site.brief(Site.ID, List.of()).terms().nodes(1);
        site.machines.slow.put(first.getFirst(), Duration.ofSeconds(25));
        site.running();
        site.passUntil(() -> site.rollout().phase() == Phase.PULLING_BACK);
        assertThat(site.node(Direction.FORWARD, first.getFirst())).contains(NodeState.TIMED_OUT);
        site.passUntil(() -> site.over() || site.rollout().held().isPresent());

        site.pass(Duration.ofMinutes(1));

        assertThat(site.events(RolloutEvent.NodeSettled.class))
                .anySatisfy(settled -> assertThat(settled.detail()).contains("after its time"));
        assertThat(site.node(Direction.BACK, first.getFirst())).contains(NodeState.PROVEN);
    }

    @Test
    void aNodeThatSaysItIsDoneAndHasSomethingElseHasFailed() {
        List<String> first = site.brief(Site.ID, List.of()).terms().nodes(1);
        site.machines.refusing.add(first.getFirst());
        site.running();
        site.passUntil(() -> site.over() || site.rollout().held().isPresent());

        assertThat(site.node(Direction.FORWARD, first.getFirst())).contains(NodeState.FAILED);
        assertThat(site.rollout().wave()).isEqualTo(1);
    }
}
