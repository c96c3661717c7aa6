package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Who wants back what is over, or just about to be. */
class RegretTest {
    private final Site site = new Site(20);

    private List<RolloutReply> regret(Rollouts gateway) {
        List<RolloutReply> replies = new ArrayList<>();
        regret(gateway, replies);
        site.pass(Duration.ofSeconds(6));
        return replies;
    }

    private void regret(Rollouts gateway, List<RolloutReply> replies) {
        Reopening reopening =
                new Reopening(gateway, site.store, site.outside, site.outside, InstantSource.fixed(site.now()));
        Disposable unused = reopening
                .pullBack(site.store.row(Site.ID).brief, new RolloutCommand.PullBack("sue", "the customer says no"))
                .subscribe(replies::add);
    }

    private void goesBack(List<RolloutReply> replies) {
        site.pass(Duration.ofSeconds(6));
        assertThat(replies).containsExactly(new RolloutReply.Done("pulling back"));
        site.passUntil(() -> site.over() && site.rollout().phase() != Phase.DONE);
        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(site.names).allSatisfy(node -> {
            assertThat(site.machines.has(node)).isEqualTo(Site.OLD);
            assertThat(site.machines.timesTold(false, node)).isEqualTo(1);
        });
    }

    @Test
    void whoeverWantsItBackWhenItHasDecidedThatItIsOverGetsIt() {
        Rollouts gateway = site.running();
        List<RolloutReply> replies = new ArrayList<>();
        site.store.justBeforeTheEnd = () -> regret(gateway, replies);
        site.passUntil(() -> !replies.isEmpty() || site.over());

        goesBack(replies);
    }

    @Test
    void whoeverWantsItBackWhenItEndsBeforeThatIsWrittenGetsIt() {
        site.running();
        site.passUntil(() -> site.rollout().wave() == 4);
        Sinks.Empty<Void> way = Sinks.empty();
        site.store.onTheWay = way.asMono();
        List<RolloutReply> replies = new ArrayList<>();
        regret(site.gateway("b"), replies);
        site.passUntil(site::over);
        assertThat(replies).isEmpty();

        site.store.onTheWay = Mono.empty();
        assertThat(way.tryEmitEmpty()).isEqualTo(Sinks.EmitResult.OK);
        goesBack(replies);
    }

    @Test
    void whatIsDoneIsTakenBackByAPersonInReverseOrderEachWaveVerified() {
        Rollouts gateway = site.running();
        site.passUntil(site::over);
        site.pass(Duration.ofDays(1));

        assertThat(regret(gateway)).containsExactly(new RolloutReply.Done("pulling back"));
        site.passUntil(site::over);

        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(site.events(RolloutEvent.WaveBack.class).stream().map(RolloutEvent.WaveBack::wave))
                .containsExactly(4, 3, 2, 1);
        assertThat(site.names).allSatisfy(node -> {
            assertThat(site.machines.has(node)).isEqualTo(Site.OLD);
            assertThat(site.machines.timesTold(false, node)).isEqualTo(1);
            assertThat(site.node(Direction.BACK, node)).contains(NodeState.PROVEN);
        });
        assertThat(site.ends).as("it failed after all").containsExactly(false, true);
        assertThat(site.store.audit).hasSize(1 + site.store.row(Site.ID).events.size());
        assertThat(site.outside.recorded.stream()
                        .filter(one -> one.revision().equals(Site.OLD))
                        .flatMap(one -> one.nodes().stream()))
                .as("the way back is in the repository")
                .containsExactlyInAnyOrderElementsOf(site.names);
    }

    @Test
    void whatIsDoneIsNotTakenBackOverSomethingNewer() {
        Rollouts gateway = site.running();
        site.passUntil(site::over);
        site.begin(gateway, site.brief("r2", List.of()));
        site.pass(Duration.ofSeconds(2));

        assertThat(regret(gateway))
                .singleElement()
                .isInstanceOfSatisfying(
                        RolloutReply.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("rollout r2", "20 of the same nodes since", "n00 among them"));
        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void whatIsDoneIsNotTakenBackToWhatIsGone() {
        Rollouts gateway = site.running();
        site.passUntil(site::over);
        site.outside.gone.add(Site.OLD);

        assertThat(regret(gateway))
                .singleElement()
                .isInstanceOfSatisfying(
                        RolloutReply.Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("way back is not there any more", "does not have " + Site.OLD));
        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
        site.outside.gone.clear();
        site.outside.reviewAway = true;
        assertThat(regret(gateway))
                .as("a review that is away keeps nobody from going back")
                .singleElement()
                .isInstanceOfSatisfying(
                        RolloutReply.Done.class,
                        done -> assertThat(done.what())
                                .contains("pulling back; whether " + Site.OLD, "connection refused"));
    }

    @Test
    void packagesThatSomebodyElseHasPublishedSinceAreNotSwitchedBack() {
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, site.brief(Site.ID, List.of(new PackageSnapshot("debian", "trixie", "main", "new-snap"))));
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        site.passUntil(site::over);
        site.outside.published = "newest-snap";
        assertThat(regret(gateway))
                .singleElement()
                .isInstanceOfSatisfying(
                        RolloutReply.Refused.class,
                        refused -> assertThat(refused.why()).contains("debian/trixie has newest-snap by now"));

        site.outside.published = "new-snap";
        assertThat(regret(gateway)).containsExactly(new RolloutReply.Done("pulling back"));
        site.passUntil(site::over);
        assertThat(site.outside.switches).containsExactly("new-snap", "old-snap");
    }

    @Test
    void aRolloutThatBeginsWhileAnotherGoesBackLooksAtItsNodesAfterwards() {
        site.names.forEach(node -> site.machines.slow.put(node, Duration.ofSeconds(4)));
        Rollouts gateway = site.running();
        site.passUntil(site::over);
        regret(gateway);
        site.begin(gateway, site.brief("r2", List.of()));
        site.pass(Duration.ofSeconds(3));
        assertThat(site.store.row("r2").events)
                .as("what nodes have now is not what they go back to")
                .noneMatch(RolloutEvent.WayBackProven.class::isInstance);

        site.passUntil(
                () -> site.store.row("r2").events.stream().anyMatch(RolloutEvent.WayBackProven.class::isInstance));
        assertThat(site.over()).isTrue();
        assertThat(site.store.row("r2").events)
                .filteredOn(RolloutEvent.WayBackProven.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        RolloutEvent.WayBackProven.class,
                        way -> assertThat(way.former())
                                .singleElement()
                                .satisfies(
                                        former -> assertThat(former.revision()).isEqualTo(Site.OLD)));
    }
}
