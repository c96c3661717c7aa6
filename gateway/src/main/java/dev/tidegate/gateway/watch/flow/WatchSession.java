package dev.tidegate.gateway.watch.flow;

import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.stream.EventFilter;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.RingReader;
import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One reader of one watch, phase after phase:
 *
 * <pre>
 *   no position ──▶ SNAPSHOT ──────────▶ TAIL ──overtaken──▶ SKIPPED ──snapshot──▶ TAIL
 *   a position ───▶ TAIL, from the ring; SKIPPED when the ring does not hold all that is lacking
 *   closed ───────▶ OVER: the stream ends
 * </pre>
 *
 * <p>The ring's end is noted before the snapshot is read, so nothing is lost between the two.
 */
final class WatchSession {
    private final WatchChannel channel;
    private final Framing framing;
    private final Function<byte @Nullable [], Mono<byte[]>> snapshot;
    private final @Nullable Position end;
    private final Counter skipped;

    private Phase phase;
    private Position position;
    private long cursor;

    private enum Phase {
        SNAPSHOT,
        TAIL,
        SKIPPED,
        OVER
    }

    WatchSession(
            WatchChannel channel,
            Framing framing,
            @Nullable Position resumeFrom,
            Function<byte @Nullable [], Mono<byte[]>> snapshot,
            @Nullable Position end,
            Counter skipped) {
        this.channel = channel;
        this.framing = framing;
        this.snapshot = snapshot;
        this.end = end;
        this.skipped = skipped;
        this.position = resumeFrom == null ? Position.start() : resumeFrom;
        this.cursor = resumeFrom == null ? -1 : channel.cursorFor(resumeFrom);
        boolean fresh = resumeFrom == null || end != null;
        this.phase = fresh ? Phase.SNAPSHOT : cursor < 0 ? Phase.SKIPPED : Phase.TAIL;
    }

    /** Frames in bundles to be flushed together; completes when the watch is closed and all is told. */
    Flux<List<byte[]>> frames() {
        return Flux.defer(this::next).repeat(() -> phase != Phase.OVER);
    }

    private Flux<List<byte[]>> next() {
        return switch (phase) {
            case SNAPSHOT -> snapshot(false);
            case SKIPPED -> snapshot(true);
            case TAIL -> tail();
            case OVER -> Flux.empty();
        };
    }

    private Flux<List<byte[]>> snapshot(boolean afterSkip) {
        Position before = position;
        cursor = channel.ring().tail();
        position = end == null ? channel.ring().top() : end;
        return snapshot.apply(channel.lastFrame())
                .map(document -> bundle(document, afterSkip, before))
                .doOnNext(done -> phase = end == null ? Phase.TAIL : Phase.OVER)
                .flux();
    }

    private List<byte[]> bundle(byte[] document, boolean afterSkip, Position before) {
        List<byte[]> out = new ArrayList<>();
        if (afterSkip) {
            skipped.increment();
            out.add(framing.frame("skipped", "", RowJson.bytes(json -> {
                json.writeStartObject();
                json.writeStringProperty("after", before.toString());
                json.writeStringProperty("until", position.toString());
                json.writeStringProperty(
                        "detail", "these frames are not kept for you any more; the watch as it stands follows");
                json.writeEndObject();
            })));
        }
        out.add(framing.frame("snapshot", position.toString(), document));
        return out;
    }

    private Flux<List<byte[]>> tail() {
        RingReader reader = new RingReader(channel.ring(), new EventFilter.Everything(), framing, position, cursor);
        return channel.tails().follow(reader).takeUntil(told -> over(reader)).doOnComplete(() -> {
            position = reader.position();
            phase = over(reader) ? Phase.OVER : Phase.SKIPPED;
        });
    }

    private boolean over(RingReader reader) {
        return channel.closed() && reader.position().covers(channel.ring().top());
    }
}
