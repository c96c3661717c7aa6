package dev.tidegate.health.flow;

import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchTopic;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Facts on their way to the topic. A topic that is slow or down must not hold a round up, so they wait here, a bounded
 * number of them, and what does not fit is dropped: the next frame tells the same, later.
 */
final class Outgoing {
    static final int WAITING = 2_000;
    static final int UNDER_WAY = 32;
    private static final Duration BOUND = Duration.ofSeconds(10);

    private final WatchTopic topic;
    private final Scheduler scheduler;
    private final WatchMeters meters;
    private final ArrayBlockingQueue<WatchEvent> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Sinks.Many<Boolean> wake = Sinks.many().multicast().directBestEffort();

    Outgoing(WatchTopic topic, Scheduler scheduler, WatchMeters meters) {
        this.topic = topic;
        this.scheduler = scheduler;
        this.meters = meters;
    }

    /** From any thread; never waits. */
    void offer(WatchEvent event) {
        if (!waiting.offer(event)) {
            meters.unsent();
            return;
        }
        // a wake-up that gets lost among others is made good by the next, or by the clock
        Sinks.EmitResult unused = wake.tryEmitNext(true);
    }

    Disposable start() {
        return Flux.merge(
                        wake.asFlux(),
                        Flux.interval(Duration.ofMillis(100), scheduler).map(tick -> true))
                .onBackpressureLatest()
                .concatMap(woken -> drain(), 0)
                .subscribe();
    }

    private Mono<Long> drain() {
        return Flux.<WatchEvent>generate(sink -> {
                    WatchEvent next = waiting.poll();
                    if (next == null) {
                        sink.complete();
                    } else {
                        sink.next(next);
                    }
                })
                .flatMap(this::send, UNDER_WAY, 1)
                .count();
    }

    private Mono<Long> send(WatchEvent event) {
        return topic.publish(event).timeout(BOUND, scheduler).onErrorResume(failure -> {
            meters.unsent();
            return Mono.empty();
        });
    }
}
