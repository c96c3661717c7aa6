package dev.tidegate.gateway.config;

import dev.tidegate.correlator.flow.Correlator;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.stream.flow.StreamHub;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.rollout.change.flow.ReminderRounds;
import dev.tidegate.rollout.change.flow.ReviewRounds;
import dev.tidegate.rollout.flow.Rollouts;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * What works in the background: begins before the doors open, ends after they are closed. Stopping finishes what is under
 * way, gives partitions and watches up, and only then lets go of the log.
 */
@Component
class Running implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final Correlator correlator;
    private final StreamHub hub;
    private final WatchHub watchHub;
    private final Watches watches;
    private final StagingRuns staging;
    private final Rollouts rollouts;
    private final ReminderRounds reminders;
    private final ReviewRounds reviews;
    private final RegisterFeed people;
    private final KafkaLog log;
    private final CloudEventDoor cloudEvents;
    private final Disposable.Composite reading = Disposables.composite();
    private final AtomicBoolean running = new AtomicBoolean();

    Running(
            Correlator correlator,
            StreamHub hub,
            CloudEventDoor cloudEvents,
            WatchHub watchHub,
            Watches watches,
            StagingRuns staging,
            Rollouts rollouts,
            ReminderRounds reminders,
            ReviewRounds reviews,
            RegisterFeed people,
            KafkaLog log) {
        this.correlator = correlator;
        this.hub = hub;
        this.cloudEvents = cloudEvents;
        this.watchHub = watchHub;
        this.watches = watches;
        this.staging = staging;
        this.rollouts = rollouts;
        this.reminders = reminders;
        this.reviews = reviews;
        this.people = people;
        this.log = log;
    }

    @Override
    public void start() {
        correlator.start();
        reading.add(hub.start());
        reading.add(watchHub.start());
        reading.add(people.start());
        watches.start();
        staging.start();
        rollouts.start();
        reminders.start();
        reviews.start();
        reading.add(cloudEvents
                .intake()
                .subscribe(
                        taken -> LOG.debug("CloudEvent {}: {} alerts", taken.place(), taken.alerts()),
                        failure -> LOG.error("CloudEvents are not taken any more", failure)));
        running.set(true);
    }

    @Override
    public void stop(Runnable done) {
        reading.dispose();
        reminders.close();
        reviews.close();
        Mono.when(correlator.close(), watches.close(), staging.close(), rollouts.close())
                .onErrorResume(failure -> {
                    LOG.warn(
                            "shards, watches, rollouts or tries in staging did not stop as they should: {}",
                            failure.toString());
                    return log.close();
                })
                .then(log.close())
                .doFinally(signal -> {
                    running.set(false);
                    done.run();
                })
                .subscribe(nothing -> {}, failure -> LOG.warn("the log did not close as it should", failure));
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** Long before the server's, whose phases are at the other end. */
    @Override
    public int getPhase() {
        return 0;
    }
}
