package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.flow.Machines.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a rollout does when its watches find something, and when they cannot see. */
class WaveHealthTest {
    private static final WaveHealth.Seen BAD = new WaveHealth.Seen(Signal.UNHEALTHY, "errors of n03 crossed 5/s");
    private static final WaveHealth.Seen GONE = new WaveHealth.Seen(Signal.INCONCLUSIVE, "Prometheus does not answer");

    private final Site site = new Site(20);

    @Test
    void aCrossedThresholdStopsWithinASecondAndTurnsWithinFive() {
        site.running();
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
        site.running();
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
        site.running();
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
        site.running();
        site.passUntil(() -> site.rollout().wave() == 4 && site.rollout().phase() == Phase.APPLYING);
        site.outside.otherwise = GONE;
        site.pass(Duration.ofMinutes(10));

        assertThat(site.rollout().phase()).isEqualTo(Phase.APPLYING);
        assertThat(site.store.row(Site.ID).blocked).contains("no more nodes are touched");
    }
}
