package dev.tidegate.gateway.config;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.gateway.change.http.ChangeDoors;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.health.watch.Policies;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchReads;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.change.flow.ChangePorts;
import dev.tidegate.rollout.change.flow.ChangeSettings;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.change.flow.ReminderRounds;
import dev.tidegate.rollout.change.flow.ReviewRounds;
import dev.tidegate.rollout.change.r2dbc.R2dbcChanges;
import dev.tidegate.rollout.change.r2dbc.R2dbcReminders;
import dev.tidegate.rollout.config.Reviews;
import dev.tidegate.rollout.fleet.yaml.FleetFile;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.risk.r2dbc.R2dbcHistory;
import dev.tidegate.rollout.staging.flow.StagingPorts;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import dev.tidegate.rollout.staging.flow.StagingSettings;
import dev.tidegate.rollout.staging.flow.WatchedHealth;
import dev.tidegate.rollout.staging.r2dbc.R2dbcStaging;
import dev.tidegate.rollout.target.config.Targets;
import dev.tidegate.rollout.window.r2dbc.R2dbcCalendars;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Changes up to their approval. */
@Configuration(proxyBeanMethods = false)
class ChangeConfiguration {
    @Bean
    FleetFile fleet(TidegateProperties properties) {
        return TidegateProperties.file(properties.fleet()).map(FleetFile::read).orElse(FleetFile.NONE);
    }

    @Bean
    R2dbcChanges changeBook(Pools pools) {
        return new R2dbcChanges(pools.readers());
    }

    @Bean
    R2dbcCalendars calendars(Pools pools) {
        return new R2dbcCalendars(pools.readers());
    }

    @Bean
    R2dbcHistory history(Pools pools) {
        return new R2dbcHistory(pools.readers());
    }

    /** Leases must not wait for readers. */
    @Bean
    R2dbcStaging stagingStore(Pools pools) {
        return new R2dbcStaging(pools.shards());
    }

    @Bean
    Policies policies() {
        return text -> PolicyYaml.parse(text, "policy");
    }

    @Bean
    ChangePorts changePorts(
            FleetFile fleet,
            Review review,
            Packages packages,
            Targets targets,
            R2dbcChanges book,
            R2dbcCalendars calendars,
            R2dbcHistory history,
            R2dbcStaging staging,
            Policies policies,
            Policy policy) {
        return new ChangePorts(
                book,
                fleet,
                review,
                packages,
                targets.byName(),
                calendars,
                calendars,
                history,
                history,
                staging,
                policies,
                new Topology(1, policy.edges()));
    }

    @Bean
    Changes changes(ChangePorts ports, TidegateProperties properties, InstantSource clock, MeterRegistry meters) {
        return new Changes(ports, ChangeSettings.of(properties.nodeName()), clock, meters);
    }

    @Bean(destroyMethod = "")
    StagingRuns stagingRuns(
            ChangePorts ports, Watches watches, Pools pools, TidegateProperties properties, MeterRegistry meters) {
        WatchedHealth health = new WatchedHealth(watches, new R2dbcWatchReads(pools.readers()), ports.policies());
        return new StagingRuns(
                new StagingPorts(
                        ports.staging(), ports.book(), ports.fleet(), ports.packages(), ports.targets(), health),
                StagingSettings.of(properties.nodeName()),
                Schedulers.parallel(),
                meters);
    }

    @Bean(destroyMethod = "")
    ReminderRounds reminderRounds(ChangePorts ports, Pools pools, TidegateProperties properties, MeterRegistry meters) {
        return new ReminderRounds(
                ports.book(),
                new R2dbcReminders(pools.shards()),
                ports.history(),
                ChangeSettings.of(properties.nodeName()),
                Schedulers.parallel(),
                meters);
    }

    @Bean(destroyMethod = "")
    ReviewRounds reviewRounds(Reviews reviews, ChangePorts ports, InstantSource clock, MeterRegistry meters) {
        return new ReviewRounds(ports.book(), reviews.moved(), clock, meters);
    }

    @Bean
    ChangeDoors changeDoors(
            Changes changes, StagingRuns runs, ChangePorts ports, Reviews reviews, InstantSource clock) {
        return new ChangeDoors(
                changes,
                runs,
                ports.staging(),
                ports.history(),
                ports.calendars(),
                ports.fleet(),
                reviews::heard,
                clock);
    }

    @Bean
    Worker trying(StagingRuns runs) {
        return new Worker("tries in staging", runs::start, runs::close);
    }

    @Bean
    Worker followingReviews(ReviewRounds rounds) {
        return new Worker("reviews", rounds::start, () -> Mono.fromRunnable(rounds::close));
    }

    @Bean
    Worker reminding(ReminderRounds rounds) {
        return new Worker("reminders", rounds::start, () -> Mono.fromRunnable(rounds::close));
    }
}
