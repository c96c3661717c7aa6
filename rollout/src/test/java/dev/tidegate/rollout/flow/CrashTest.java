package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Gateways that die at any step, and gateways that believe that they are the only one. */
class CrashTest {
    private static final Duration RESTART = Duration.ofSeconds(3);

    /** How it ended, and how often a process died on the way. */
    private record Ended(Site site, int deaths) {}

    private static Ended run(long seed, double deadly, int badWave) {
        Site site = new Site(12);
        if (badWave > 0) {
            site.outside.says.put("r1.w" + badWave, new WaveHealth.Seen(Signal.UNHEALTHY, "errors"));
        }
        Random random = new Random(seed);
        Rollouts first = site.gateway("a");
        site.begin(first);
        Disposable closed = first.close().subscribe();
        site.pass(Duration.ofSeconds(1));
        closed.dispose();
        int deaths = 0;
        for (int life = 0; life < 100 && !site.over(); life++) {
            Mortal process = deaths < 60 ? Mortal.sometimes(random, deadly) : Mortal.immortal();
            Rollouts gateway = site.gateway("a", process);
            Disposable stream = gateway.present(Site.ID, "mona").subscribe();
            Disposable word = acknowledgements(site, gateway);
            for (int i = 0; i < 6_000 && !process.isDead() && !site.over(); i++) {
                site.pass(Duration.ofMillis(100));
            }
            stream.dispose();
            word.dispose();
            if (process.isDead()) {
                deaths++;
            }
            process.kill();
            site.pass(RESTART);
        }
        return new Ended(site, deaths);
    }

    private static Disposable acknowledgements(Site site, Rollouts gateway) {
        return Flux.interval(Duration.ofSeconds(3), Duration.ofSeconds(10), site.clock)
                .concatMap(tick -> gateway.tell(Site.ID, new RolloutCommand.Acknowledge("mona")))
                .subscribe();
    }

    /** It died so often in a row that a node's time was over before anybody listened again. */
    @Example
    void timeInWhichNobodyListensDoesNotCount() {
        dyingAnywhereChangesNothingButTime(126, 3);
    }

    @Property(tries = 60)
    void dyingAnywhereChangesNothingButTime(@ForAll long seed, @ForAll @IntRange(max = 3) int badWave) {
        Site calm = run(seed, 0, badWave).site();
        Site stormy = run(seed, 0.02, badWave).site();

        assertThat(stormy.rollout().phase()).isEqualTo(calm.rollout().phase());
        for (String node : calm.names) {
            for (Direction direction : Direction.values()) {
                boolean forward = direction == Direction.FORWARD;
                assertThat(stormy.machines.timesTold(forward, node))
                        .as(node + " " + direction)
                        .isEqualTo(calm.machines.timesTold(forward, node))
                        .isLessThanOrEqualTo(1);
                assertThat(stormy.node(direction, node)).isEqualTo(calm.node(direction, node));
            }
            assertThat(stormy.machines.has(node)).isEqualTo(calm.machines.has(node));
        }
        assertThat(stormy.outside.open.keySet()).noneMatch(watch -> watch.contains(".w"));
    }

    @Example
    void theStormIsAStorm() {
        assertThat(run(1, 0.02, 0).deaths()).isGreaterThan(5);
    }

    @Property(tries = 20)
    void ofTwoGatewaysOnlyOneSends(@ForAll long seed) {
        Site site = new Site(12);
        Random random = new Random(seed);
        Mortal unsteady = Mortal.immortal();
        Rollouts one = site.gateway("a", unsteady);
        Rollouts two = site.gateway("b");
        site.begin(one);
        site.pass(Duration.ofSeconds(2));
        Disposable stream = two.present(Site.ID, "mona").subscribe();
        Disposable word = acknowledgements(site, two);
        site.pass(Duration.ofSeconds(random.nextInt(60)));
        unsteady.pause();
        site.pass(Duration.ofSeconds(15 + random.nextInt(20)));
        unsteady.goOn();
        site.passUntil(site::over);
        stream.dispose();
        word.dispose();

        assertThat(site.rollout().phase()).isEqualTo(Phase.DONE);
        assertThat(site.names).allSatisfy(node -> {
            assertThat(site.machines.timesTold(true, node)).isEqualTo(1);
            assertThat(site.node(Direction.FORWARD, node)).isEqualTo(Optional.of(NodeState.PROVEN));
        });
        Disposable unused = one.close().subscribe();
    }
}
