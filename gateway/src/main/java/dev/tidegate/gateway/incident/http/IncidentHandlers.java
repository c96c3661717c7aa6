package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.read.Counts;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** Incidents as pages, and one incident with all that explains it; to people of a tenant, only that tenant's. */
public final class IncidentHandlers {
    private static final String INCIDENTS = "incidents";
    private static final String MEMBERS = "members";
    private static final String TIMELINE = "timeline";

    /** So many members come with the incident itself; more are read page by page. */
    private static final int MEMBERS_SHOWN = 500;

    private final IncidentReads reads;
    private final ReadBarrier barrier;

    IncidentHandlers(IncidentReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Who.asks(request).flatMap(who -> list(request, who.tenant()));
    }

    private Mono<ServerResponse> list(ServerRequest request, String tenant) {
        Parameters parameters = new Parameters(request.queryParams());
        IncidentQuery query = IncidentFilter.of(tenant, parameters);
        int limit = Pages.limit(parameters);
        IncidentQuery.After after = afterIncident(parameters, Pages.cursor(parameters, INCIDENTS, 2));
        parameters.check();
        return barrier.passed()
                .then(Mono.zip(reads.incidents(query, after, limit + 1).collectList(), reads.counts(query)))
                .flatMap(both -> {
                    byte[] page = page(both.getT1(), both.getT2(), limit);
                    return Pages.tagged(request, page, EntityTag.of(page));
                });
    }

    private static byte[] page(List<IncidentRow> rows, Counts counts, int limit) {
        List<IncidentRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("items");
            shown.forEach(row -> RowJson.incident(out, row));
            out.writeEndArray();
            RowJson.text(out, "nextCursor", rows.size() > limit ? cursor(shown.getLast()) : null);
            out.writeName("counts");
            CountsJson.write(out, counts);
            out.writeEndObject();
        });
    }

    private static String cursor(IncidentRow row) {
        return Cursor.of(INCIDENTS, row.openedAt(), row.id()).text();
    }

    private static IncidentQuery.@Nullable After afterIncident(Parameters parameters, @Nullable Cursor cursor) {
        Instant openedAt = cursor == null ? null : instant(parameters, cursor);
        return cursor == null || openedAt == null
                ? null
                : new IncidentQuery.After(openedAt, cursor.fields().get(1));
    }

    private static @Nullable Instant instant(Parameters parameters, Cursor cursor) {
        try {
            return Instant.parse(cursor.fields().getFirst());
        } catch (DateTimeException e) {
            parameters.fault("cursor", "is not a nextCursor of this list");
            return null;
        }
    }

    Mono<ServerResponse> counts(ServerRequest request) {
        return Who.asks(request).flatMap(who -> counts(request, who.tenant()));
    }

    private Mono<ServerResponse> counts(ServerRequest request, String tenant) {
        Parameters parameters = new Parameters(request.queryParams());
        IncidentQuery query = IncidentFilter.of(tenant, parameters);
        parameters.check();
        return barrier.passed().then(reads.counts(query)).flatMap(counts -> {
            byte[] document = RowJson.bytes(out -> CountsJson.write(out, counts));
            return Pages.tagged(request, document, EntityTag.of(document));
        });
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String id = request.pathVariable("id");
        new Parameters(request.queryParams()).check();
        return barrier.passed()
                .then(found(request, id))
                .flatMap(row -> Mono.zip(
                                reads.members(id, null, MEMBERS_SHOWN + 1).collectList(),
                                reads.timeline(id, 0, Pages.DEFAULT_LIMIT + 1).collectList(),
                                reads.reasons(id))
                        .flatMap(parts -> {
                            byte[] document = detail(row, parts.getT1(), parts.getT2(), parts.getT3());
                            return Pages.tagged(request, document, EntityTag.of(row.version(), document));
                        }));
    }

    private static byte[] detail(
            IncidentRow row, List<MemberRow> members, List<EventRow> events, Map<String, Long> reasons) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            IncidentDetail.write(out, row, reasons);
            writeMembers(out, MEMBERS, "membersNextCursor", members, MEMBERS_SHOWN);
            writeTimeline(out, TIMELINE, "timelineNextCursor", events, Pages.DEFAULT_LIMIT);
            out.writeEndObject();
        });
    }

    Mono<ServerResponse> members(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        int limit = Pages.limit(parameters);
        Cursor cursor = Pages.cursor(parameters, MEMBERS, 3);
        Instant joinedAt = cursor == null ? null : instant(parameters, cursor);
        MemberRow.After after = cursor == null || joinedAt == null
                ? null
                : new MemberRow.After(joinedAt, cursor.fields().get(1), (int) Pages.number(parameters, cursor, 2));
        parameters.check();
        return barrier.passed()
                .then(found(request, id))
                .then(reads.members(id, after, limit + 1).collectList())
                .map(rows -> members(rows, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private static byte[] members(List<MemberRow> rows, int limit) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            writeMembers(out, "items", "nextCursor", rows, limit);
            out.writeEndObject();
        });
    }

    private static void writeMembers(JsonGenerator out, String name, String cursor, List<MemberRow> rows, int limit) {
        List<MemberRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.writeArrayPropertyStart(name);
        shown.forEach(row -> RowJson.member(out, row));
        out.writeEndArray();
        RowJson.text(out, cursor, rows.size() > limit ? after(shown.getLast()).text() : null);
    }

    private static Cursor after(MemberRow row) {
        return Cursor.of(MEMBERS, row.joinedAt(), row.fingerprint(), row.episode());
    }

    Mono<ServerResponse> timeline(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        int limit = Pages.limit(parameters);
        Cursor cursor = Pages.cursor(parameters, TIMELINE, 1);
        long after = cursor == null ? 0 : Pages.number(parameters, cursor, 0);
        parameters.check();
        return barrier.passed()
                .then(found(request, id))
                .then(reads.timeline(id, after, limit + 1).collectList())
                .map(rows -> timeline(rows, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private static byte[] timeline(List<EventRow> rows, int limit) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            writeTimeline(out, "items", "nextCursor", rows, limit);
            out.writeEndObject();
        });
    }

    private static void writeTimeline(JsonGenerator out, String name, String cursor, List<EventRow> rows, int limit) {
        List<EventRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.writeArrayPropertyStart(name);
        shown.forEach(row -> out.writeRawValue(row.json()));
        out.writeEndArray();
        RowJson.text(
                out,
                cursor,
                rows.size() > limit ? Cursor.of(TIMELINE, shown.getLast().seq()).text() : null);
    }

    private Mono<IncidentRow> found(ServerRequest request, String id) {
        return Who.asks(request)
                .flatMap(who -> reads.incident(who.tenant(), id))
                .switchIfEmpty(Mono.error(() -> unknown(id)));
    }

    /** 404, whether there is none or it is another tenant's. */
    public static ProblemException unknown(String id) {
        return new ProblemException(Problem.notFound("there is no incident \"" + id + "\""));
    }
}
