package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.HitNode;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.MemberCounts;
import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberQuery.Order;
import dev.tidegate.gateway.read.MemberQuery.Part;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.MemberState;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.flow.Train;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * {@code GET /api/v1/incidents/{id}/members}, their {@code /counts}, and the {@code /nodes} they name. An incident may have
 * as many alerts as there are: nothing here is told whole.
 */
final class MemberHandlers {
    private static final String JOINED = "members";
    private static final String WORST = "members-worst";
    static final Listing<MemberRow> AS_JOINED = Listing.of(RowJson::member, MemberHandlers::joined);
    private static final Listing<MemberRow> WORST_FIRST = Listing.of(RowJson::member, MemberHandlers::worst);

    /** So many names and nodes are counted by name. */
    private static final int TOP = 12;

    private static final int NODES = 60;
    private static final int MAX_NODES = 200;

    /** Between readings that are shared: few enough that the database has time for others, and nobody waits who clicks. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** The picture takes longest to read, and may be a moment older. */
    private static final Duration NODES_PAUSE = Duration.ofSeconds(1);

    private final IncidentReads reads;
    private final ReadBarrier barrier;
    private final Train<Listed, List<MemberRow>> lists;
    private final Train<MemberQuery, MemberCounts> counts;
    private final Train<Hit, List<HitNode>> nodes;

    /** Who only looks at an incident during a storm looks at the same as others: its worst alerts. Who scrolls does not wait. */
    private record Listed(MemberQuery query, Part part) {}

    /** An incident's nodes. */
    private record Hit(String tenant, String incident, int limit) {}

    MemberHandlers(IncidentReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
        this.lists =
                shared(PAUSE, asked -> reads.members(asked.query, asked.part).collectList());
        this.counts = shared(PAUSE, query -> reads.memberCounts(query, TOP));
        this.nodes = shared(
                NODES_PAUSE,
                asked -> reads.nodes(asked.tenant, asked.incident, asked.limit).collectList());
    }

    private static <K, V> Train<K, V> shared(Duration pause, Function<K, Mono<V>> read) {
        return new Train<>(pause, Schedulers.parallel(), IncidentHandlers.each(read));
    }

    private static <K, V> Mono<V> one(Train<K, V> train, K asked) {
        return train.ride(Set.of(asked)).map(all -> Objects.requireNonNull(all.get(asked), "what was asked for"));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        MemberQuery query = MemberFilter.of(request.pathVariable("id"), parameters);
        Order order = MemberFilter.order(parameters);
        int limit = Pages.limit(parameters);
        int skip = MemberFilter.skip(parameters);
        MemberRow.Place after = order == Order.WORST ? afterWorst(parameters) : afterJoined(parameters);
        if (after != null && skip > 0) {
            parameters.fault("skip", "cannot be given together with a cursor");
        }
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, query.incident()))
                .then(members(query, new Part(order, after, skip, limit + 1)))
                .map(rows -> (order == Order.WORST ? WORST_FIRST : AS_JOINED).page(rows, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private Mono<List<MemberRow>> members(MemberQuery query, Part part) {
        return part.isFirst()
                ? one(lists, new Listed(query, part))
                : reads.members(query, part).collectList();
    }

    private static MemberRow.@Nullable Place afterJoined(Parameters parameters) {
        Cursor cursor = Pages.cursor(parameters, JOINED, 3);
        return cursor == null ? null : place(parameters, cursor, 0, MemberState.FIRING, Severity.UNKNOWN);
    }

    private static MemberRow.@Nullable Place afterWorst(Parameters parameters) {
        Cursor cursor = Pages.cursor(parameters, WORST, 5);
        if (cursor == null) {
            return null;
        }
        Optional<MemberState> state = MemberState.of(cursor.fields().get(0));
        String severity = cursor.fields().get(1);
        if (state.isEmpty() || !IncidentFilter.SEVERITIES.contains(severity)) {
            Pages.strange(parameters);
            return null;
        }
        return place(parameters, cursor, 2, state.get(), Severity.parse(severity));
    }

    private static MemberRow.@Nullable Place place(
            Parameters parameters, Cursor cursor, int from, MemberState state, Severity severity) {
        Instant joinedAt = Pages.instant(parameters, cursor, from);
        int episode = (int) Pages.number(parameters, cursor, from + 2);
        return joinedAt == null
                ? null
                : new MemberRow.Place(state, severity, joinedAt, cursor.fields().get(from + 1), episode);
    }

    private static Cursor joined(MemberRow row) {
        MemberRow.Place last = row.place();
        return Cursor.of(JOINED, last.joinedAt(), last.fingerprint(), last.episode());
    }

    private static Cursor worst(MemberRow row) {
        MemberRow.Place last = row.place();
        return Cursor.of(
                WORST,
                last.state().word(),
                last.severity().word(),
                last.joinedAt(),
                last.fingerprint(),
                last.episode());
    }

    Mono<ServerResponse> counts(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        MemberQuery query = MemberFilter.of(request.pathVariable("id"), parameters);
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, query.incident()))
                .then(one(counts, query))
                .map(MemberFilter::counts)
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> nodes(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        int limit = parameters.number("limit", NODES, 1, MAX_NODES);
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, request.pathVariable("id")))
                .flatMap(incident -> one(nodes, new Hit(incident.tenant(), incident.id(), limit)))
                .map(MemberFilter::nodes)
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }
}
