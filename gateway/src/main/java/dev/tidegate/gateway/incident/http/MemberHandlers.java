package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.MemberCounts;
import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberQuery.Order;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.MemberState;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.flow.Train;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /api/v1/incidents/{id}/members}, their {@code /counts}, and the {@code /nodes} they name. An incident may have
 * as many alerts as there are: nothing here is told whole.
 */
final class MemberHandlers {
    private static final String JOINED = "members";
    private static final String WORST = "members-worst";

    /** So many names and nodes are counted by name. */
    private static final int TOP = 12;

    private static final int NODES = 60;
    private static final int MAX_NODES = 200;

    private final IncidentReads reads;
    private final ReadBarrier barrier;
    private final Train<MemberQuery, MemberCounts> counts;

    MemberHandlers(IncidentReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
        this.counts = new Train<>(
                IncidentHandlers.COUNTS_PAUSE,
                Schedulers.parallel(),
                IncidentHandlers.each(query -> reads.memberCounts(query, TOP)));
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
                .thenMany(reads.members(query, new MemberQuery.Part(order, after, skip, limit + 1)))
                .collectList()
                .map(rows -> page(rows, order, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
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

    private static byte[] page(List<MemberRow> rows, Order order, int limit) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            write(out, "items", "nextCursor", rows, order, limit);
            out.writeEndObject();
        });
    }

    /** Members into an object that the caller has begun, and the cursor of what is left when there are more than shown. */
    static void write(JsonGenerator out, String name, String cursor, List<MemberRow> rows, Order order, int limit) {
        List<MemberRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.writeArrayPropertyStart(name);
        shown.forEach(row -> RowJson.member(out, row));
        out.writeEndArray();
        RowJson.text(out, cursor, rows.size() > limit ? cursor(shown.getLast().place(), order) : null);
    }

    private static String cursor(MemberRow.Place last, Order order) {
        Cursor cursor = switch (order) {
            case JOINED -> Cursor.of(JOINED, last.joinedAt(), last.fingerprint(), last.episode());
            case WORST ->
                Cursor.of(
                        WORST,
                        last.state().word(),
                        last.severity().word(),
                        last.joinedAt(),
                        last.fingerprint(),
                        last.episode());
        };
        return cursor.text();
    }

    Mono<ServerResponse> counts(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        MemberQuery query = MemberFilter.of(request.pathVariable("id"), parameters);
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, query.incident()))
                .then(counts.ride(Set.of(query)))
                .map(all -> MemberFilter.counts(Objects.requireNonNull(all.get(query), "counts")))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> nodes(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        int limit = parameters.number("limit", NODES, 1, MAX_NODES);
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, request.pathVariable("id")))
                .flatMapMany(incident -> reads.nodes(incident, limit))
                .collectList()
                .map(MemberFilter::nodes)
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }
}
