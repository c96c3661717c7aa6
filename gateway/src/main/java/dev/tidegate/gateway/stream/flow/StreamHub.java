package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.EventSource;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.RingReader;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.json.StreamEvents;
import dev.tidegate.model.KnownFailures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Brings events to readers.
 *
 * <p>One pipeline writes the ring: it takes events from the source, drops repeats, fills gaps from the event table, and
 * once per heartbeat compares itself with the table, so that a source that fell silent costs delay and never an event.
 * Readers are woken, at most once per {@link Tails#pause}, and help themselves.
 */
public final class StreamHub {
    /** More readers than this are refused. */
    public static final int MAX_READERS = 10_000;
    /** How often a quiet stream shows that it lives. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(15);
    /** How many missing events are fetched; readers of more are skipped ahead. */
    public static final int MAX_FILLED = EventRing.MAX_EVENTS;

    private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();

    private final EventRing ring;
    private final EventSource source;
    private final EventReads reads;
    private final Scheduler scheduler;
    private final Duration heartbeat;
    private final Tails tails;
    private final Readers readers;
    private final Sinks.One<Boolean> ending = Sinks.one();
    private final Counter skipped;
    private boolean begun;
    private @Nullable Position behind;

    public StreamHub(
            EventRing ring,
            EventSource source,
            EventReads reads,
            Scheduler scheduler,
            Duration heartbeat,
            MeterRegistry meters) {
        this.ring = ring;
        this.source = source;
        this.reads = reads;
        this.scheduler = scheduler;
        this.heartbeat = heartbeat;
        this.tails = new Tails(scheduler);
        this.readers = new Readers(MAX_READERS, "tidegate.stream.readers", "tidegate.stream.refused", meters);
        this.skipped = meters.counter("tidegate.stream.skipped.events");
    }

    private sealed interface Step {
        record Event(StreamEvent event) implements Step {}

        record Beat() implements Step {}
    }

    /** Runs until disposed. Readers may come before; they wait for nothing but their snapshot. */
    public Disposable start() {
        return Flux.defer(this::run)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                        .maxBackoff(Duration.ofSeconds(10))
                        .scheduler(scheduler)
                        .doBeforeRetry(retry -> failed(retry.failure())))
                .subscribe();
    }

    private static void failed(Throwable failure) {
        KnownFailures.Told told = UNFORESEEN.tell(failure);
        LOG.warn("the event feed failed, trying again: {}", told.words(), told.trace());
    }

    private Flux<Boolean> run() {
        return source.open()
                .flatMapMany(events -> reads.latest()
                        .map(Position::of)
                        .flatMap(this::begin)
                        .thenMany(Flux.merge(
                                        events.<Step>map(Step.Event::new),
                                        Flux.interval(heartbeat, scheduler)
                                                .onBackpressureDrop()
                                                .map(beat -> new Step.Beat()))
                                .concatMap(this::step)));
    }

    private Mono<Boolean> begin(Position latest) {
        if (!begun) {
            begun = true;
            ring.restart(latest);
            tails.wake();
            return Mono.just(true);
        }
        return fill(latest);
    }

    private Mono<Boolean> step(Step step) {
        return switch (step) {
            case Step.Event event -> take(event.event());
            case Step.Beat beat -> {
                tails.beat();
                yield reads.latest().map(Position::of).flatMap(this::compare);
            }
        };
    }

    private Mono<Boolean> take(StreamEvent event) {
        long missing = event.seq() - ring.top().at(event.partition()) - 1;
        Mono<Boolean> filled =
                missing > 0 ? fill(ring.top().with(event.partition(), event.seq() - 1)) : Mono.just(true);
        return filled.map(done -> {
            boolean added = ring.append(event);
            if (added) {
                tails.wake();
            }
            return added;
        });
    }

    /** What was missing one heartbeat ago and still is will not come by itself. */
    private Mono<Boolean> compare(Position latest) {
        Position before = behind;
        behind = ring.top().covers(latest) ? null : latest;
        if (before == null || ring.top().covers(before)) {
            return Mono.just(true);
        }
        LOG.warn("the event feed is silent at {}, the table is at {}; reading the table", ring.top(), latest);
        return fill(latest);
    }

    /** Appends what the ring lacks up to a position; begins anew there when that is too much or no longer kept. */
    private Mono<Boolean> fill(Position upTo) {
        if (upTo.since(ring.top()) > MAX_FILLED) {
            return restart(upTo);
        }
        return Flux.range(0, upTo.partitions())
                .concatMap(partition -> reads.events(partition, ring.top().at(partition), upTo.at(partition)))
                .map(StreamEvents::of)
                .map(ring::append)
                .then(Mono.fromCallable(() -> {
                    tails.wake();
                    return ring.top().covers(upTo);
                }))
                .onErrorResume(IllegalStateException.class, gap -> Mono.just(false))
                .flatMap(complete -> complete ? Mono.just(true) : restart(upTo));
    }

    private Mono<Boolean> restart(Position at) {
        return Mono.fromCallable(() -> {
            LOG.warn("events between {} and {} are not kept any more; all readers are skipped ahead", ring.top(), at);
            ring.restart(furthest(ring.top(), at));
            tails.wake();
            return true;
        });
    }

    private static Position furthest(Position a, Position b) {
        Position out = a;
        for (int i = 0; i < b.partitions(); i++) {
            out = b.at(i) > out.at(i) ? out.with(i, b.at(i)) : out;
        }
        return out;
    }

    /** Everything for one reader, from its first frame to the end of its connection; empty when there are too many. */
    public Mono<Flux<List<byte[]>>> session(Topic topic, Framing framing, @Nullable Position resumeFrom) {
        return readers.admit(() -> new Session(this, ring, reads, topic, framing, resumeFrom), Session::frames);
    }

    Flux<List<byte[]>> tail(RingReader reader) {
        return tails.follow(reader);
    }

    /** Ends every stream with a farewell, and those that are still asked for; there is no way back. */
    public void end() {
        ending.tryEmitValue(true);
    }

    Mono<Boolean> ending() {
        return ending.asMono();
    }

    void skipped(long events) {
        skipped.increment((double) events);
    }
}
