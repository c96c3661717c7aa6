package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.EventPublisher;
import dev.tidegate.correlator.image.FencedException;
import dev.tidegate.correlator.image.Outbox;
import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.image.ShardStore.Claim;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Publishes what a shard has committed. An event counts as out once the log has confirmed it; a crash in between
 * publishes it again, which readers see by its number.
 */
final class Relay {
    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int PAGE = 1_000;
    private static final Retry PATIENTLY = Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
            .maxBackoff(Duration.ofSeconds(5))
            .transientErrors(true)
            .filter(failure -> !(failure instanceof FencedException))
            .doBeforeRetry(retry -> log.warn(
                    "events could not be published, and are tried again: {}",
                    retry.failure().toString()));

    private final Claim claim;
    private final Outbox outbox;
    private final EventPublisher publisher;
    private final Sinks.Many<Boolean> committed = Sinks.many().replay().latest();

    Relay(Claim claim, Outbox outbox, EventPublisher publisher) {
        this.claim = claim;
        this.outbox = outbox;
        this.publisher = publisher;
    }

    /** There may be something to publish. */
    void wake() {
        committed.emitNext(true, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
    }

    /** Publishes whenever it is woken; never completes. Emits the number of the last event that is out. */
    Flux<Long> run() {
        return committed
                .asFlux()
                .onBackpressureLatest()
                .concatMap(woken -> drain(), 0)
                .retryWhen(PATIENTLY);
    }

    /** Publishes all that is pending, page by page. */
    Flux<Long> drain() {
        boolean[] more = {false};
        return Mono.defer(() -> outbox.pending(claim, PAGE))
                .doOnNext(page -> more[0] = page.size() == PAGE)
                .flatMap(this::publish)
                .repeat(() -> more[0]);
    }

    private Mono<Long> publish(List<PublishedEvent> page) {
        return page.isEmpty()
                ? Mono.empty()
                : publisher
                        .publish(claim.partition(), page)
                        .then(Mono.defer(
                                () -> outbox.relayed(claim, page.getLast().seq())));
    }
}
