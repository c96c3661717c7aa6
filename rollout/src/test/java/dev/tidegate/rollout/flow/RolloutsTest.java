package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.flow.Machines.Given;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Rollouts in motion, on a clock that only these tests move. */
class RolloutsTest {
    private static final WaveHealth.Seen BAD = new WaveHealth.Seen(Signal.UNHEALTHY, "errors of n03 crossed 5/s");
    private static final WaveHealth.Seen GONE = new WaveHealth.Seen(Signal.INCONCLUSIVE, "Prometheus does not answer");

    private final Site site = new Site(20);

    private Rollouts running() {
        Rollouts gateway = site.gateway("a");
        site.begin(gateway);
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        return gateway;
    }

    @Test
    void aGoodChangeReachesEveryNodeOnceAndIsWrittenDown() {
        running();
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
        running();
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
        Rollouts gateway = running();
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
        Rollouts gateway = running();
        List<RolloutReply> replies = new ArrayList<>();
        site.store.justBeforeTheEnd = () -> regret(gateway, replies);
        site.passUntil(() -> !replies.isEmpty() || site.over());

        goesBack(replies);
    }

    @Test
    void whoeverWantsItBackWhenItEndsBeforeThatIsWrittenGetsIt() {
        running();
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
    void whatIsAskedOfARolloutThatHasEndedIsRefused() {
        Rollouts gateway = running();
        site.passUntil(site::over);
        List<RolloutReply> replies = new ArrayList<>();
        Disposable unused =
                gateway.tell(Site.ID, new RolloutCommand.Hold("sue", "odd")).subscribe(replies::add);

        assertThat(replies).containsExactly(new RolloutReply.Refused("it is over by now"));
    }

    @Test
    void whatIsDoneIsTakenBackByAPersonInReverseOrderEachWaveVerified() {
        Rollouts gateway = running();
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
        Rollouts gateway = running();
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
        Rollouts gateway = running();
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
        Rollouts gateway = running();
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

    @Test
    void aCrossedThresholdStopsWithinASecondAndTurnsWithinFive() {
        running();
        site.passUntil(() -> site.rollout().wave() == 3 && site.rollout().phase() == Phase.SOAKING);
        Instant crossed = site.now();
        site.outside.says.put("r1.w3", BAD);
        site.passUntil(site::over);

        List<Given> given = site.machines.given();
        assertThat(given.stream().filter(one -> one.forward() && one.at().isAfter(crossed.plusSeconds(1))))
                .isEmpty();
        Given first = given.stream().filter(one -> !one.forward()).findFirst().orElseThrow();
        assertThat(Duration.between(crossed, first.at())).isLessThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(site.rollout().phase()).isEqualTo(Phase.PULLED_BACK);
        assertThat(site.events(RolloutEvent.PhaseBegun.class).stream()
                        .filter(one -> one.phase() == Phase.PULLING_BACK)
                        .findFirst())
                .get()
                .satisfies(begun -> assertThat(begun.reason()).contains("wave 3 is unhealthy", "errors of n03"));
        assertThat(site.meters.get("tidegate.rollout.turn").timer().count()).isEqualTo(1);
    }

    @Test
    void aCrossedThresholdInTheMiddleOfAWaveStopsItsBatches() {
        site.names.forEach(node -> site.machines.slow.put(node, Duration.ofSeconds(4)));
        running();
        site.passUntil(() -> site.rollout().wave() == 4 && site.rollout().phase() == Phase.APPLYING);
        Instant crossed = site.now();
        site.outside.says.put("r1.w4", BAD);
        site.passUntil(site::over);

        assertThat(site.machines.given().stream()
                        .filter(one -> one.forward() && one.at().isAfter(crossed.plusSeconds(1))))
                .isEmpty();
        assertThat(site.names)
                .allSatisfy(node -> assertThat(site.machines.has(node)).isEqualTo(Site.OLD));
    }

    @Test
    void aMetricsServerThatGoesAwayHoldsAndNeverPullsBack() {
        running();
        site.passUntil(() -> site.rollout().wave() == 2 && site.rollout().phase() == Phase.SOAKING);
        site.outside.otherwise = GONE;
        site.pass(Duration.ofHours(1));

        assertThat(site.rollout().phase()).isEqualTo(Phase.SOAKING);
        assertThat(site.store.row(Site.ID).blocked).contains("not known to be good", "Prometheus does not answer");

        site.outside.otherwise = new WaveHealth.Seen(Signal.HEALTHY, "all is well");
        site.passUntil(site::over);
        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
    }

    @Test
    void noBatchFollowsWhileHealthCannotBeSeen() {
        running();
        site.passUntil(() -> site.rollout().wave() == 4 && site.rollout().phase() == Phase.APPLYING);
        site.outside.otherwise = GONE;
        site.pass(Duration.ofMinutes(10));

        assertThat(site.rollout().phase()).isEqualTo(Phase.APPLYING);
        assertThat(site.store.row(Site.ID).blocked).contains("no more nodes are touched");
    }

    @Test
    void aTargetThatDiesInTheMiddleOfAWaveHoldsAndGoesOn() {
        running();
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
        Rollouts gateway = running();
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
        Rollouts gateway = running();
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
        running();
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
        running();
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
        running();
        site.passUntil(() -> site.over() || site.rollout().held().isPresent());

        assertThat(site.node(Direction.FORWARD, first.getFirst())).contains(NodeState.FAILED);
        assertThat(site.rollout().wave()).isEqualTo(1);
    }

    @Test
    void packagesArePublishedBeforeTheFirstNodeAndBackBeforeTheFirstGoesBack() {
        PackageSnapshot snapshot = new PackageSnapshot("debian", "trixie", "main", "new-snap");
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, site.brief(Site.ID, List.of(snapshot)));
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        site.passUntil(() -> site.rollout().wave() == 2);
        assertThat(site.outside.switches).containsExactly("new-snap");

        site.say(gateway, new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(site::over);
        assertThat(site.outside.switches).containsExactly("new-snap", "old-snap");
        List<RolloutEvent> events = site.store.row(Site.ID).events;
        assertThat(position(events, RolloutEvent.Published.class, 1))
                .isLessThan(events.indexOf(events.stream()
                        .filter(one -> one instanceof RolloutEvent.Intended intended
                                && intended.dispatch().direction() == Direction.BACK)
                        .findFirst()
                        .orElseThrow()));
    }

    private static int position(List<RolloutEvent> events, Class<?> kind, int number) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            if (kind.isInstance(events.get(i))) {
                places.add(i);
            }
        }
        return places.get(number);
    }

    @Test
    void withoutAWayBackForItsPackagesNothingIsTouched() {
        site.outside.snapshots.remove("old-snap");
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, site.brief(Site.ID, List.of(new PackageSnapshot("debian", "trixie", "main", "new-snap"))));
        site.pass(Duration.ofSeconds(2));
        site.watch(gateway);
        site.pass(Duration.ofMinutes(2));

        assertThat(site.rollout().held()).get().asString().contains("way back is not there", "snapshot old-snap");
        assertThat(site.machines.given()).isEmpty();
    }

    @Test
    void aRevisionThatTheRepositoryDoesNotHaveIsNoWayBack() {
        site.outside.unknownRevision = Site.OLD;
        Rollouts gateway = running();
        site.pass(Duration.ofMinutes(2));

        assertThat(site.rollout().held())
                .get()
                .asString()
                .contains("way back is not there", "n00 and 19 more", "infra has no commit " + Site.OLD);
        assertThat(site.machines.given()).isEmpty();

        site.outside.unknownRevision = "";
        site.say(gateway, new RolloutCommand.Resume("sue"));
        site.passUntil(() -> site.rollout().wave() == 3);
    }

    @Test
    void aReviewThatIsAwayKeepsItFromBeginningButNotFromGoingBack() {
        site.outside.reviewAway = true;
        Rollouts gateway = running();
        site.pass(Duration.ofMinutes(5));
        assertThat(site.store.row(Site.ID).blocked).contains("the review does not answer", "connection refused");
        assertThat(site.machines.given()).isEmpty();

        site.outside.reviewAway = false;
        site.passUntil(() -> site.rollout().wave() == 3);
        site.outside.reviewAway = true;
        site.say(gateway, new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(() -> site.rollout().phase() == Phase.PULLED_BACK);
        site.passUntil(site::over);
        assertThat(site.events(RolloutEvent.Recorded.class))
                .anySatisfy(recorded -> assertThat(recorded.reference()).startsWith("not written"));
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
        Rollouts owner = running();
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
    void aYoungerRolloutOnTheSameNodesWaits() {
        Rollouts gateway = running();
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
