package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.EventReads.Snapshot;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.RingReader;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.json.StreamEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/**
 * One reader's connection, phase after phase:
 *
 * <pre>
 *   no position ──▶ SNAPSHOT ──────────────────────▶ TAIL ──overtaken──▶ SKIPPED
 *   a position ───▶ RESUME ──from ring or table────▶ TAIL                   │
 *                     └──no longer kept──▶ SKIPPED ──snapshot──▶ TAIL ◀─────┘
 * </pre>
 *
 * <p>Why nothing is lost or repeated: the ring's end is noted before the snapshot's transaction begins. An event that the
 * snapshot lacks was committed after it, so it is published after that end was noted and stands behind it in the ring;
 * an event that the snapshot has is told apart by its number.
 *
 * <p>Its fields are only touched by the phase that runs; phases run one after the other.
 */
final class Session {
    /** How long a snapshot or the reading of missed events may take. */
    static final Duration LONGEST_READ = Duration.ofSeconds(60);
    /** Rows of a snapshot handed over at a time. */
    private static final int CHUNK = 64;

    private final StreamHub hub;
    private final EventRing ring;
    private final EventReads reads;
    private final Topic topic;
    private final Framing framing;

    private Phase phase;
    private Position position;
    private long cursor;
    private long items;

    private enum Phase {
        SNAPSHOT,
        RESUME,
        TAIL,
        SKIPPED
    }

    /** Events the reader lacks are not kept any more. */
    private static final class NotKept extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotKept() {
            super("events are not kept any more", null, false, false);
        }
    }

    Session(
            StreamHub hub,
            EventRing ring,
            EventReads reads,
            Topic topic,
            Framing framing,
            @Nullable Position resumeFrom) {
        this.hub = hub;
        this.ring = ring;
        this.reads = reads;
        this.topic = topic;
        this.framing = framing;
        this.phase = resumeFrom == null ? Phase.SNAPSHOT : Phase.RESUME;
        this.position = resumeFrom == null ? Position.start() : resumeFrom;
    }

    /** Frames in bundles to be flushed together; ends, with a farewell, only when the hub does. */
    Flux<List<byte[]>> frames() {
        return Flux.defer(this::next)
                .repeat()
                .takeUntilOther(hub.ending())
                .concatWith(Mono.fromSupplier(this::farewell));
    }

    private List<byte[]> farewell() {
        return List.of(framing.farewell(RowJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty(
                    "detail", "the server is stopping; come back with the last event id you have seen");
            json.writeNumberProperty("retryMillis", Framing.COME_BACK_MILLIS);
            json.writeEndObject();
        })));
    }

    private Flux<List<byte[]>> next() {
        return switch (phase) {
            case SNAPSHOT -> snapshot(false);
            case SKIPPED -> snapshot(true);
            case RESUME -> resume();
            case TAIL -> tail();
        };
    }

    private Flux<List<byte[]>> snapshot(boolean skipped) {
        cursor = ring.tail();
        items = 0;
        return topic.snapshot()
                .concatMapIterable(part -> frames(part, skipped))
                .concatWith(Mono.fromSupplier(this::end))
                .buffer(CHUNK)
                .takeUntilOther(tooLong())
                .doOnComplete(() -> phase = Phase.TAIL);
    }

    private List<byte[]> frames(Snapshot part, boolean skipped) {
        return switch (part) {
            case Snapshot.At at -> begin(Position.of(at.latest()), skipped);
            case Snapshot.Incident incident -> item(out -> RowJson.incident(out, incident.row()));
            case Snapshot.Alert alert -> item(out -> RowJson.alert(out, alert.row()));
        };
    }

    private List<byte[]> begin(Position at, boolean skipped) {
        List<byte[]> out = new ArrayList<>();
        if (skipped) {
            long events = at.since(position);
            hub.skipped(events);
            out.add(framing.frame("skipped", "", RowJson.bytes(json -> {
                json.writeStartObject();
                json.writeNumberProperty("skipped", events);
                json.writeStringProperty("after", position.toString());
                json.writeStringProperty(
                        "detail", "these events are not kept for you any more; a fresh snapshot follows");
                json.writeEndObject();
            })));
        }
        position = at;
        out.add(framing.frame("snapshot.begin", "", about(json -> {})));
        return out;
    }

    private List<byte[]> item(java.util.function.Consumer<JsonGenerator> content) {
        items++;
        return List.of(framing.frame("snapshot.item", "", RowJson.bytes(content)));
    }

    private byte[] end() {
        return framing.frame(
                "snapshot.end", position.toString(), about(json -> json.writeNumberProperty("items", items)));
    }

    private byte[] about(java.util.function.Consumer<JsonGenerator> more) {
        return RowJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringProperty("position", position.toString());
            more.accept(json);
            json.writeEndObject();
        });
    }

    private Flux<List<byte[]>> resume() {
        long inRing = ring.top().covers(position) ? ring.cursorFor(position) : -1;
        if (inRing >= 0) {
            cursor = inRing;
            phase = Phase.TAIL;
            return Flux.just(List.of(framing.heartbeat(position.toString())));
        }
        cursor = ring.tail();
        return Mono.zip(reads.latest(), reads.oldest())
                .flatMapMany(both -> missed(Position.of(both.getT1()), Position.of(both.getT2())))
                .takeUntilOther(tooLong())
                .concatWith(Flux.defer(() -> {
                    phase = Phase.TAIL;
                    return Flux.just(List.of(framing.heartbeat(position.toString())));
                }))
                .onErrorResume(NotKept.class, gone -> {
                    phase = Phase.SKIPPED;
                    return Flux.empty();
                });
    }

    private Flux<List<byte[]>> missed(Position latest, Position oldest) {
        if (!latest.covers(position) || latest.since(position) > StreamHub.MAX_FILLED) {
            return Flux.error(new NotKept());
        }
        for (int partition = 0; partition < latest.partitions(); partition++) {
            if (position.at(partition) < latest.at(partition) && position.at(partition) + 1 < oldest.at(partition)) {
                return Flux.error(new NotKept());
            }
        }
        Position from = position;
        return Flux.range(0, latest.partitions())
                .concatMap(partition -> reads.events(partition, from.at(partition), latest.at(partition)))
                .concatMapIterable(this::frame)
                .buffer(CHUNK)
                .concatWith(Flux.defer(() -> position.covers(latest) ? Flux.empty() : Flux.error(new NotKept())));
    }

    private List<byte[]> frame(EventRow row) {
        if (row.seq() != position.at(row.partition()) + 1) {
            throw new NotKept();
        }
        position = position.with(row.partition(), row.seq());
        StreamEvent event = StreamEvents.of(row);
        return topic.filter().wants(event)
                ? List.of(framing.frame(event.kind(), position.toString(), event.json()))
                : List.of();
    }

    private Flux<List<byte[]>> tail() {
        RingReader reader = new RingReader(ring, topic.filter(), framing, position, cursor);
        return hub.tail(reader).doOnComplete(() -> {
            position = reader.position();
            phase = Phase.SKIPPED;
        });
    }

    private static Mono<Object> tooLong() {
        return Mono.delay(LONGEST_READ)
                .then(Mono.error(() -> new IllegalStateException(
                        "a reader took more than " + LONGEST_READ + " for a snapshot; the connection was cut")));
    }
}
