package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.plan.PlanSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;

/** Rollouts of different changes on different nodes, some of which are members of the same quorum groups. */
class QuorumsTest {
    private static final Map<String, String> GROUPS =
            Map.of("n01", "galera", "n11", "galera", "n02", "rabbit", "n12", "rabbit");
    private static final Duration SOAK = Duration.ofSeconds(30);

    private final Site site = new Site(20);

    /** Three nodes that go one after the other, in this order. */
    private static Brief brief(String id, String... nodes) {
        PlanSpec plan = new PlanSpec.Explicit(List.of(List.of(nodes[0]), List.of(nodes[1]), List.of(nodes[2])));
        return Site.brief(id, List.of(nodes), Site.NEW, List.of(), SOAK, plan, GROUPS);
    }

    private static Instant first(List<? extends RolloutEvent> events) {
        return events.getFirst().at();
    }

    /** From when a node was told until its wave had passed. */
    private Instant toldAt(String id, String node) {
        return first(site.events(id, RolloutEvent.Intended.class).stream()
                .filter(one -> one.dispatch().nodes().contains(node))
                .toList());
    }

    private Instant passedAt(String id, int wave) {
        return first(site.events(id, RolloutEvent.PhaseBegun.class).stream()
                .filter(one -> one.reason().equals("wave " + wave + " is healthy"))
                .toList());
    }

    @Example
    void aWaveWaitsUntilTheOtherIsThroughAndSaysWhy() {
        Rollouts one = site.gateway("a");
        site.begin(one, brief("r1", "n00", "n01", "n02"));
        Rollouts other = site.gateway("b");
        site.begin(other, brief("r2", "n11", "n10", "n12"));
        site.watch(one, "r1");
        site.watch(other, "r2");
        site.passUntil(() -> site.store.row("r1").blocked.contains("quorum group")
                || site.store.row("r2").blocked.contains("quorum group"));

        boolean firstWaits = site.store.row("r1").blocked.contains("quorum group");
        assertThat(site.store.row(firstWaits ? "r1" : "r2").blocked)
                .contains("is not through with n" + (firstWaits ? "11" : "01") + " of quorum group galera")
                .contains("rollout r" + (firstWaits ? "2" : "1") + " (more memory for agents)");
        site.passUntil(() -> site.over("r1") && site.over("r2"));

        assertThat(site.rollout("r1").phase()).isEqualTo(Phase.DONE);
        assertThat(site.rollout("r2").phase()).isEqualTo(Phase.DONE);
        assertThat(site.store.together).isEqualTo(1);
        boolean inTurn = !toldAt("r1", "n01").isBefore(passedAt("r2", 1))
                || !toldAt("r2", "n11").isBefore(passedAt("r1", 2));
        assertThat(inTurn).as("one was through before the other was told").isTrue();
        int waits = site.events("r1", RolloutEvent.Yielded.class).size()
                + site.events("r2", RolloutEvent.Yielded.class).size();
        assertThat(waits).as("told once for each wait").isBetween(1, 2);
        assertThat(site.meters
                        .get("tidegate.rollout.yields")
                        .tag("direction", "forward")
                        .counter()
                        .count())
                .isEqualTo(waits);
        assertThat(site.store.row("r1").grips).isEmpty();
        assertThat(site.store.row("r2").grips).isEmpty();
    }

    @Example
    void whoWantsTwoGroupsInTurnNeverWaitsForWhoWaitsForIt() {
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, brief("r1", "n01", "n02", "n00"));
        site.begin(gateway, brief("r2", "n12", "n11", "n10"));
        site.watch(gateway, "r1");
        site.watch(gateway, "r2");
        site.passUntil(() -> site.over("r1") && site.over("r2"));

        assertThat(site.rollout("r1").phase()).isEqualTo(Phase.DONE);
        assertThat(site.rollout("r2").phase()).isEqualTo(Phase.DONE);
        assertThat(site.store.together).isEqualTo(1);
    }

    @Example
    void goingBackDoesNotWaitForWhatOthersOnlyWatch() {
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, brief("r1", "n01", "n00", "n03"));
        site.watch(gateway, "r1");
        site.outside.says.put("r1.w2", new WaveHealth.Seen(Signal.INCONCLUSIVE, "Prometheus does not answer"));
        site.passUntil(() -> site.rollout("r1").wave() == 2);
        site.begin(gateway, brief("r2", "n11", "n10", "n13"));
        site.watch(gateway, "r2");
        site.passUntil(() -> site.machines.timesTold(true, "n11") == 1);
        site.outside.says.put("r2.w1", new WaveHealth.Seen(Signal.INCONCLUSIVE, "Prometheus does not answer"));
        site.passUntil(() -> site.rollout("r2").phase() == Phase.SOAKING);

        Instant asked = site.now();
        site.say(gateway, "r1", new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(() -> site.rollout("r1").phase() == Phase.PULLED_BACK);
        assertThat(site.now()).isBefore(asked.plusSeconds(10));
        assertThat(site.rollout("r2").phase()).isEqualTo(Phase.SOAKING);
        assertThat(site.store.together).isEqualTo(1);
    }

    @Example
    void goingBackWaitsForAMemberOnItsWayButNotForEver() {
        site.machines.slow.put("n11", Duration.ofHours(20));
        Rollouts gateway = site.gateway("a");
        site.begin(gateway, brief("r1", "n01", "n00", "n03"));
        site.watch(gateway, "r1");
        site.outside.says.put("r1.w2", new WaveHealth.Seen(Signal.INCONCLUSIVE, "Prometheus does not answer"));
        site.passUntil(() -> site.rollout("r1").wave() == 2);
        site.begin(gateway, brief("r2", "n11", "n10", "n13"));
        site.watch(gateway, "r2");
        site.passUntil(() -> site.machines.timesTold(true, "n11") == 1);

        Instant asked = site.now();
        site.say(gateway, "r1", new RolloutCommand.PullBack("sue", "no"));
        site.passUntil(() -> site.store.row("r1").blocked.contains("rollout r2 (more memory for agents) moves n11"));
        site.passUntil(() -> site.rollout("r1").phase() == Phase.PULLED_BACK);

        assertThat(site.now()).isBefore(asked.plusSeconds(60));
        assertThat(site.machines.has("n01")).isEqualTo(Site.OLD);
        assertThat(site.machines.timesTold(false, "n01")).isEqualTo(1);
        assertThat(site.events("r1", RolloutEvent.Yielded.class))
                .singleElement()
                .satisfies(waited -> {
                    assertThat(waited.direction()).isEqualTo(Direction.BACK);
                    assertThat(waited.wave()).isEqualTo(1);
                });
        assertThat(site.events("r1", RolloutEvent.Insisted.class)).hasSizeLessThanOrEqualTo(1);
    }

    @Example
    void aMemberOfAQuorumGroupIsNeverOneOfThoseThatMayFail() {
        site.machines.refusing.add("n01");
        Brief strict = brief("r1", "n00", "n01", "n02");
        Terms was = strict.terms();
        Terms lenient = new Terms(
                was.id(),
                was.change(),
                was.hash(),
                was.executor(),
                was.revision(),
                was.packages(),
                was.waves(),
                was.spots(),
                was.soak(),
                was.nodeTimeout(),
                1,
                was.acknowledgeWithin(),
                was.reversible());
        Rollouts gateway = site.gateway("a");
        site.begin(
                gateway,
                new Brief(
                        lenient,
                        strict.tenant(),
                        strict.title(),
                        strict.revision(),
                        strict.origin(),
                        strict.states(),
                        strict.policy(),
                        strict.start(),
                        strict.begunAt()));
        site.watch(gateway, "r1");
        site.passUntil(() -> site.rollout("r1").phase() == Phase.PULLING_BACK);

        assertThat(site.events(RolloutEvent.PhaseBegun.class).getLast().reason())
                .contains("n01 of wave 2 is not done, and it is of quorum group galera, where none may fail");
    }

    @Property(tries = 25)
    void dyingAnywhereLetsNeitherForgetNorMoveTwoTogether(@ForAll long seed) {
        Site stormy = new Site(20);
        Random random = new Random(seed);
        boolean bad = random.nextBoolean();
        if (bad) {
            stormy.outside.says.put("r2.w2", new WaveHealth.Seen(Signal.UNHEALTHY, "errors"));
        }
        Rollouts first = stormy.gateway("a");
        stormy.begin(first, brief("r1", "n00", "n01", "n02"));
        stormy.begin(first, brief("r2", "n12", "n11", "n10"));
        Disposable closed = first.close().subscribe();
        stormy.pass(Duration.ofSeconds(1));
        closed.dispose();
        for (int life = 0; life < 100 && !(stormy.over("r1") && stormy.over("r2")); life++) {
            Mortal process = life < 40 ? Mortal.sometimes(random, 0.01) : Mortal.immortal();
            Rollouts gateway = stormy.gateway("a", process);
            Disposable.Composite people = Disposables.composite();
            for (String id : List.of("r1", "r2")) {
                people.add(gateway.present(id, "mona").subscribe());
                people.add(Flux.interval(Duration.ofSeconds(3), Duration.ofSeconds(10), stormy.clock)
                        .concatMap(tick -> gateway.tell(id, new RolloutCommand.Acknowledge("mona")))
                        .subscribe());
            }
            for (int i = 0; i < 6_000 && !process.isDead() && !(stormy.over("r1") && stormy.over("r2")); i++) {
                stormy.pass(Duration.ofMillis(100));
            }
            people.dispose();
            process.kill();
            stormy.pass(Duration.ofSeconds(3));
        }
        assertThat(stormy.rollout("r1").phase()).isEqualTo(Phase.DONE);
        assertThat(stormy.rollout("r2").phase()).isEqualTo(bad ? Phase.PULLED_BACK : Phase.DONE);
        assertThat(stormy.events("r2", RolloutEvent.Insisted.class)).isEmpty();
        assertThat(stormy.store.together).isEqualTo(1);
        assertThat(stormy.names).allSatisfy(node -> {
            assertThat(stormy.machines.timesTold(true, node)).isLessThanOrEqualTo(1);
            assertThat(stormy.machines.timesTold(false, node)).isLessThanOrEqualTo(1);
        });
        assertThat(stormy.outside.open.keySet()).noneMatch(watch -> watch.contains(".w"));
    }
}
