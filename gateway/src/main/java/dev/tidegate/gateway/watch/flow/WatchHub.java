package dev.tidegate.gateway.watch.flow;

import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.flow.Readers;
import dev.tidegate.gateway.watch.WatchFeed;
import dev.tidegate.health.watch.WatchEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Brings facts of watches to readers. Facts come from the watches that this process runs, directly, and from the topic,
 * for all others; what comes twice is told once. Whoever brings a fact does not wait for readers: they are woken on
 * another thread and help themselves, each at its own pace.
 */
public final class WatchHub {
    /** More readers than this are refused. */
    public static final int MAX_READERS = 2_000;
    /** Facts of all watches together, shared equally. */
    public static final long MAX_BYTES = 128L << 20;
    /** Watches that were silent for this long and have no readers are forgotten. */
    static final Duration FORGET = Duration.ofMinutes(10);

    /** Facts that wait for one listener. */
    static final int LIVE = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(WatchHub.class);

    private final WatchFeed feed;
    private final Sinks.Many<WatchEvent> live = Sinks.many().multicast().directBestEffort();
    private final Scheduler scheduler;
    private final Duration heartbeat;
    private final int frames;
    private final long maxBytes;
    private final Map<String, WatchChannel> channels = new ConcurrentHashMap<>();
    private final Readers readers;
    private final AtomicLong bytes = new AtomicLong();
    private final Counter skipped;

    /**
     * @param frames facts kept of each watch
     * @param maxBytes of all watches together
     */
    public WatchHub(
            WatchFeed feed, Scheduler scheduler, Duration heartbeat, int frames, long maxBytes, MeterRegistry meters) {
        this.feed = feed;
        this.scheduler = scheduler;
        this.heartbeat = heartbeat;
        this.frames = frames;
        this.maxBytes = maxBytes;
        meters.gauge("tidegate.health.frames.bytes", bytes);
        this.readers = new Readers(MAX_READERS, "tidegate.health.readers", "tidegate.health.readers.refused", meters);
        this.skipped = meters.counter("tidegate.health.readers.skipped");
    }

    /** Runs until disposed. */
    public Disposable start() {
        return Disposables.composite(
                feed.events()
                        .doOnNext(this::offer)
                        .then(Mono.<Boolean>error(() -> new IllegalStateException("the feed ended")))
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200))
                                .maxBackoff(Duration.ofSeconds(10))
                                .scheduler(scheduler)
                                .doBeforeRetry(retry -> LOG.warn(
                                        "facts of watches at other gateways do not arrive, trying again: {}",
                                        retry.failure().toString())))
                        .subscribe(),
                Flux.interval(heartbeat, scheduler).onBackpressureDrop().subscribe(beat -> beat()));
    }

    /** Takes a fact in; from any thread, at once. */
    public void offer(WatchEvent event) {
        WatchChannel channel = channel(event.watch());
        bytes.addAndGet(channel.offer(event, now()));
        channel.tails().wake();
        synchronized (live) {
            // who listens and cannot keep up misses it
            Sinks.EmitResult unused = live.tryEmitNext(event);
        }
    }

    /** Facts of all watches from now on, as they come; may come twice. Who cannot keep up misses some. */
    public Flux<WatchEvent> live() {
        return live.asFlux().onBackpressureBuffer(LIVE, missed -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    private WatchChannel channel(String watch) {
        return channels.computeIfAbsent(
                watch, id -> new WatchChannel(frames, () -> maxBytes / Math.max(1, channels.size()), scheduler));
    }

    private void beat() {
        long before = now() - FORGET.toMillis();
        channels.forEach((id, channel) -> {
            channel.tails().beat();
            if (channel.idle(before) && channels.remove(id, channel)) {
                bytes.addAndGet(-channel.bytes());
            }
        });
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** The latest frame of a watch as JSON; null when none has come here yet. */
    public byte @Nullable [] lastFrame(String watch) {
        WatchChannel channel = channels.get(watch);
        return channel == null ? null : channel.lastFrame();
    }

    /** The latest frames of a watch that are still here as JSON, oldest first. */
    public List<byte[]> frames(String watch, int most) {
        WatchChannel channel = channels.get(watch);
        return channel == null ? List.of() : channel.frames(most);
    }

    /**
     * Everything for one reader, until it leaves or the watch is closed; empty when there are too many readers.
     *
     * @param snapshot makes the watch as it stands, given its latest frame; asked anew for each snapshot
     * @param end of a watch that is closed: nothing but the snapshot is told, and this is its position
     */
    public Mono<Flux<List<byte[]>>> session(
            String watch,
            Framing framing,
            @Nullable Position resumeFrom,
            Function<byte @Nullable [], Mono<byte[]>> snapshot,
            @Nullable Position end) {
        return readers.admit(
                () -> new WatchSession(channel(watch), framing, resumeFrom, snapshot, end, skipped),
                WatchSession::frames);
    }
}
