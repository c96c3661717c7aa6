package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.gateway.stream.EventSource;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.json.StreamEvents;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The event table and the topic behind it, in memory: events are committed first and published later, sometimes twice,
 * sometimes not at all.
 */
final class TableOfEvents implements EventReads, EventSource {
    private final List<List<EventRow>> committed = new ArrayList<>();
    private final long[] trimmed;
    private final Sinks.Many<StreamEvent> topic = Sinks.many().multicast().directBestEffort();

    TableOfEvents(int partitions) {
        trimmed = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            committed.add(new ArrayList<>());
        }
    }

    synchronized EventRow commit(int partition) {
        long seq = committed.get(partition).size() + 1L;
        String json = "{\"e\":\"" + partition + "." + seq + "\"}";
        EventRow row = new EventRow(partition, seq, "incident.updated", "default", "c1", "i1", json);
        committed.get(partition).add(row);
        return row;
    }

    void publish(EventRow row) {
        topic.emitNext(StreamEvents.of(row), Sinks.EmitFailureHandler.FAIL_FAST);
    }

    /** Retention: events up to this number are gone. */
    synchronized void trim(int partition, long upTo) {
        trimmed[partition] = upTo;
    }

    @Override
    public Mono<Flux<StreamEvent>> open() {
        return Mono.just(topic.asFlux());
    }

    @Override
    public synchronized Mono<List<Long>> latest() {
        return Mono.fromCallable(this::numbers);
    }

    private synchronized List<Long> numbers() {
        return committed.stream().map(list -> (long) list.size()).toList();
    }

    @Override
    public Mono<List<Long>> oldest() {
        return Mono.fromCallable(() -> {
            List<Long> out = new ArrayList<>();
            for (long gone : trimmed) {
                out.add(gone + 1);
            }
            return out;
        });
    }

    @Override
    public Flux<EventRow> events(int partition, long after, long upTo) {
        return Flux.defer(() -> Flux.fromIterable(copy(partition)))
                .filter(row -> row.seq() > Math.max(after, trimmed[partition]) && row.seq() <= upTo);
    }

    private synchronized List<EventRow> copy(int partition) {
        return List.copyOf(committed.get(partition));
    }

    @Override
    public Flux<EventRow> eventsOf(String incident, int partition, long after) {
        return Flux.empty();
    }

    /** The snapshot is nothing but the numbers: what the rows would say is in the events up to them. */
    @Override
    public Flux<Snapshot> incidents(IncidentQuery query) {
        return Flux.defer(() -> Flux.just(new Snapshot.At(numbers())));
    }

    @Override
    public Flux<Snapshot> incident(String tenant, String id) {
        return incidents(IncidentQuery.ALL);
    }

    @Override
    public Flux<Snapshot> alerts(AlertQuery query) {
        return incidents(IncidentQuery.ALL);
    }
}
