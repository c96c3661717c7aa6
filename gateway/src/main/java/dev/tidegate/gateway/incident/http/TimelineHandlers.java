package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.TimelineQuery;
import dev.tidegate.gateway.read.json.RowJson;
import java.util.List;
import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** {@code GET /api/v1/incidents/{id}/timeline}: from its beginning on, or from its end backwards. */
final class TimelineHandlers {
    private static final String OLDEST = "timeline";
    private static final String NEWEST = "timeline-newest";

    private final IncidentReads reads;
    private final ReadBarrier barrier;

    TimelineHandlers(IncidentReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        int limit = Pages.limit(parameters);
        boolean newest =
                parameters.word("order", Set.of("oldest", "newest"), "oldest").equals("newest");
        boolean withAlerts =
                parameters.word("alerts", Set.of("true", "false"), "true").equals("true");
        Cursor cursor = Pages.cursor(parameters, newest ? NEWEST : OLDEST, 1);
        Long after = cursor == null ? null : Pages.number(parameters, cursor, 0);
        parameters.check();
        return barrier.passed()
                .then(IncidentHandlers.found(reads, request, id))
                .thenMany(reads.timeline(new TimelineQuery(id, withAlerts, newest, after, limit + 1)))
                .collectList()
                .map(rows -> page(rows, newest, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private static byte[] page(List<EventRow> rows, boolean newest, int limit) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            write(out, "items", "nextCursor", rows, newest, limit);
            out.writeEndObject();
        });
    }

    /** Events into an object that the caller has begun, and the cursor of what is left when there are more than shown. */
    static void write(JsonGenerator out, String name, String cursor, List<EventRow> rows, boolean newest, int limit) {
        List<EventRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.writeArrayPropertyStart(name);
        shown.forEach(row -> out.writeRawValue(row.json()));
        out.writeEndArray();
        String list = newest ? NEWEST : OLDEST;
        boolean more = rows.size() > limit && !shown.isEmpty();
        RowJson.text(out, cursor, more ? Cursor.of(list, shown.getLast().seq()).text() : null);
    }
}
