package dev.tidegate.gateway.config;

import dev.tidegate.gateway.rollout.flow.RolloutViews;
import dev.tidegate.gateway.rollout.http.RolloutDoors;
import dev.tidegate.gateway.rollout.http.RolloutHandlers;
import dev.tidegate.gateway.rollout.http.RolloutStreams;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchReads;
import dev.tidegate.rollout.change.flow.ChangePorts;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.change.r2dbc.R2dbcChanges;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutReads;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutStore;
import dev.tidegate.rollout.flow.Beginning;
import dev.tidegate.rollout.flow.Reopening;
import dev.tidegate.rollout.flow.RolloutPorts;
import dev.tidegate.rollout.flow.RolloutSettings;
import dev.tidegate.rollout.flow.Rollouts;
import dev.tidegate.rollout.flow.WatchedWaves;
import dev.tidegate.rollout.flow.WaveGate;
import dev.tidegate.rollout.risk.History;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Rollouts: who runs them, on what, and who reads along. */
@Configuration(proxyBeanMethods = false)
class RolloutConfiguration {
    /** Rollouts have a thread of their own, so that neither readers nor senders can keep them from stopping. */
    @Bean(destroyMethod = "dispose")
    Scheduler rolling() {
        return Schedulers.newParallel("rollout", 1, true);
    }

    @Bean
    R2dbcRolloutStore rolloutStore(Pools pools) {
        return new R2dbcRolloutStore(pools.shards());
    }

    @Bean
    RolloutViews rolloutViews(Pools pools) {
        return new RolloutViews(
                new R2dbcRolloutReads(pools.readers()), new R2dbcRolloutStore(pools.readers()), Schedulers.parallel());
    }

    @Bean(destroyMethod = "")
    Rollouts rollouts(
            TidegateProperties properties,
            R2dbcRolloutStore store,
            ChangePorts ports,
            R2dbcChanges runs,
            Watches watches,
            WatchHub hub,
            RolloutViews views,
            Pools pools,
            Scheduler rolling,
            InstantSource clock,
            MeterRegistry meters) {
        RolloutPorts around = new RolloutPorts(
                store,
                ports.targets(),
                ports.review(),
                ports.packages(),
                ports.fleet(),
                new WaveGate(ports.book(), ports.windows()),
                new WatchedWaves(watches, new R2dbcWatchReads(pools.readers()), ports.policies(), hub::live, rolling),
                views::changed,
                (brief, failed) -> ports.history()
                        .record(new History.Ended(brief.id(), brief.terms().change(), clock.instant(), failed))
                        .then(runs.ended(brief.terms().change(), brief.id(), clock.instant())));
        return new Rollouts(RolloutSettings.of(properties.nodeName()), around, rolling, meters);
    }

    @Bean
    RolloutDoors rolloutDoors(
            Rollouts rollouts,
            R2dbcRolloutStore store,
            RolloutViews views,
            ChangePorts ports,
            R2dbcChanges runs,
            Changes changes,
            WatchHub hub,
            InstantSource clock,
            MeterRegistry meters) {
        Beginning beginning = new Beginning(rollouts, ports.book(), runs, changes, ports.fleet(), clock);
        Reopening reopening = new Reopening(rollouts, store, ports.review(), ports.packages(), clock);
        RolloutHandlers handlers = new RolloutHandlers(rollouts, beginning, reopening, views, clock);
        return new RolloutDoors(
                handlers,
                new RolloutStreams(
                        handlers, views, rollouts, hub, Schedulers.parallel(), RolloutStreams.HEARTBEAT, meters));
    }

    @Bean
    Worker rollingOut(Rollouts rollouts) {
        return new Worker("rollouts", rollouts::start, rollouts::close);
    }
}
