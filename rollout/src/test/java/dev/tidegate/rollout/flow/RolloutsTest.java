package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** Rollouts in motion, on a clock that only these tests move. */
class RolloutsTest {
    private final Site site = new Site(20);

    @Test
    void aGoodChangeReachesEveryNodeOnceAndIsWrittenDown() {
        site.running();
        site.passUntil(site::over);

        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
        assertThat(site.ends).containsExactly(false);
        assertThat(site.names).allSatisfy(node -> {
            assertThat(site.machines.timesTold(true, node)).isEqualTo(1);
            assertThat(site.machines.has(node)).isEqualTo(Site.NEW);
            assertThat(site.node(Direction.FORWARD, node)).contains(NodeState.PROVEN);
        });
        assertThat(site.outside.everOpen.keySet()).containsExactly("r1.w1", "r1.w2", "r1.w3", "r1.w4");
        assertThat(site.outside.open).as("no watch is left open").isEmpty();
        assertThat(site.outside.recorded.stream().flatMap(one -> one.nodes().stream()))
                .containsExactlyInAnyOrderElementsOf(site.names);
        assertThat(site.store.audit).hasSize(1 + site.store.row(Site.ID).events.size());
        assertThat(site.machines.given())
                .allSatisfy(one -> assertThat(one.epoch()).isEqualTo(1));
    }

    @Test
    void aWaveIsComparedWithNodesThatTheChangeHasNotTouched() {
        site.running();
        site.passUntil(() -> site.outside.everOpen.size() == 2);

        var cohort = Objects.requireNonNull(site.outside.everOpen.get("r1.w2"));
        Set<String> touched = new HashSet<>(site.rollout().terms().nodes(1));
        assertThat(cohort.cohort().watched()).isEqualTo(site.rollout().terms().nodes(2));
        assertThat(cohort.cohort().control())
                .startsWith(cohort.cohort().control().getFirst())
                .contains("x0", "x4")
                .doesNotContainAnyElementsOf(touched)
                .doesNotContainAnyElementsOf(cohort.cohort().watched());
        assertThat(cohort.cohort().control().subList(0, 5)).allMatch(name -> name.startsWith("x"));
    }

    @Test
    void threeFinishedWavesGoBackInReverseOrderEachVerified() {
        Rollouts gateway = site.running();
        site.passUntil(() -> site.rollout().wave() == 4);
        site.say(gateway, new RolloutCommand.PullBack("sue", "the customer says no"));
        site.passUntil(site::over);

        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(site.ends).containsExactly(true);
        List<Integer> waves = site.events(RolloutEvent.WaveBack.class).stream()
                .map(RolloutEvent.WaveBack::wave)
                .toList();
        assertThat(waves)
                .isEqualTo(waves.stream().sorted((a, b) -> b - a).toList())
                .contains(1, 2, 3);
        assertThat(site.names).allSatisfy(node -> {
            assertThat(site.machines.has(node)).isEqualTo(Site.OLD);
            assertThat(site.machines.timesTold(false, node)).isEqualTo(site.machines.timesTold(true, node));
        });
        for (int wave = 1; wave <= 3; wave++) {
            assertThat(site.rollout().terms().nodes(wave))
                    .allSatisfy(
                            node -> assertThat(site.node(Direction.BACK, node)).contains(NodeState.PROVEN));
        }
        assertThat(site.outside.everOpen).containsKeys("r1.b1", "r1.b2", "r1.b3");
    }

    @Test
    void noWaveBeginsWithoutTheMonitorsStream() {
        Rollouts gateway = site.gateway("a");
        site.begin(gateway);
        site.pass(Duration.ofSeconds(2));
        Disposable stream = site.watch(gateway);
        site.passUntil(() -> site.rollout().phase() == Phase.SOAKING);
        stream.dispose();
        site.pass(Duration.ofSeconds(9));
        assertThat(site.rollout().monitors())
                .as("a stream that broke has time to come back")
                .contains("mona");
        site.pass(Duration.ofMinutes(10));

        assertThat(site.rollout().monitors()).isEmpty();
        assertThat(site.rollout().phase()).isEqualTo(Phase.SOAKING);
        assertThat(site.store.row(Site.ID).blocked).contains("nobody watches");
    }

    @Test
    void pullBackAndResumeAtOnceFromTwoGatewaysAreDoneOneAfterTheOther() {
        Rollouts owner = site.running();
        Rollouts other = site.gateway("b");
        site.passUntil(() -> site.rollout().wave() == 3);
        site.say(owner, new RolloutCommand.Hold("sue", "looks odd"));
        List<RolloutReply> replies = new ArrayList<>();
        Disposable.Composite both = Disposables.composite(
                other.tell(Site.ID, new RolloutCommand.PullBack("sue", "it is odd"))
                        .subscribe(replies::add),
                owner.tell(Site.ID, new RolloutCommand.Resume("bob")).subscribe(replies::add));
        site.pass(Duration.ofSeconds(2));
        both.dispose();

        assertThat(replies).hasSize(2).allSatisfy(reply -> assertThat(reply).isNotNull());
        assertThat(replies).anyMatch(reply -> reply.equals(new RolloutReply.Done("pulling back")));
        site.passUntil(site::over);
        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
    }

    @Test
    void whatIsAskedOfARolloutThatHasEndedIsRefused() {
        Rollouts gateway = site.running();
        site.passUntil(site::over);
        List<RolloutReply> replies = new ArrayList<>();
        Disposable unused =
                gateway.tell(Site.ID, new RolloutCommand.Hold("sue", "odd")).subscribe(replies::add);

        assertThat(replies).containsExactly(new RolloutReply.Refused("it is over by now"));
    }

    @Test
    void aYoungerRolloutOnTheSameNodesWaits() {
        Rollouts gateway = site.running();
        site.begin(gateway, site.brief("r2", List.of()));
        Disposable stream = gateway.present("r2", "mona").subscribe();
        site.pass(Duration.ofSeconds(5));
        Disposable unused =
                gateway.tell("r2", new RolloutCommand.Acknowledge("mona")).subscribe();
        site.pass(Duration.ofSeconds(5));
        assertThat(site.store.row("r2").blocked).contains("rollout r1", "20 of the same nodes");
        assertThat(site.machines.given()).allMatch(one -> one.id().startsWith("r1."));

        site.passUntil(site::over);
        site.passUntil(() -> site.store.row("r2").over);
        stream.dispose();
        assertThat(site.store.row("r2").phase).isEqualTo(Phase.DONE);
    }
}
