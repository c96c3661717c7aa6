package dev.tidegate.gateway.read;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads events by their numbers, and snapshots that say at which numbers they were taken. */
public interface EventReads {
    /** Number of the latest committed event of each partition, by partition. */
    Mono<List<Long>> latest();

    /** Number of the oldest event that retention has left of each partition, by partition; one past the latest if none. */
    Mono<List<Long>> oldest();

    /** Events of a partition after a number up to and with another, in order. */
    Flux<EventRow> events(int partition, long after, long upTo);

    /** Of one incident's events after a number: for what a command led to. */
    Flux<EventRow> eventsOf(String incident, int partition, long after);

    /** Living incidents with the event numbers they were read at; first comes the position, then the rows. */
    Flux<Snapshot> incidents(IncidentQuery query);

    /** One incident of a tenant, or of any when that is empty, likewise. */
    Flux<Snapshot> incident(String tenant, String id);

    /** Firing alerts likewise. */
    Flux<Snapshot> alerts(AlertQuery query);

    /** Parts of a snapshot, read in one repeatable-read transaction. */
    sealed interface Snapshot {
        /** The number of the latest event of each partition that the rows include. */
        record At(List<Long> latest) implements Snapshot {
            public At {
                latest = List.copyOf(latest);
            }
        }

        /** An incident. */
        record Incident(IncidentRow row) implements Snapshot {}

        /** An alert. */
        record Alert(AlertRow row) implements Snapshot {}
    }
}
