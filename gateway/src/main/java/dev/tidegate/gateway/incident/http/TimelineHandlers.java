package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.TimelineQuery;
import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/incidents/{id}/timeline}: from its beginning on, or from its end backwards. */
final class TimelineHandlers {
    private static final String OLDEST = "timeline";
    private static final String NEWEST = "timeline-newest";
    static final Listing<EventRow> FROM_ITS_BEGINNING = listing(OLDEST);
    private static final Listing<EventRow> FROM_ITS_END = listing(NEWEST);

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
                .map(rows -> (newest ? FROM_ITS_END : FROM_ITS_BEGINNING).page(rows, limit))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private static Listing<EventRow> listing(String name) {
        return Listing.of((out, row) -> out.writeRawValue(row.json()), row -> Cursor.of(name, row.seq()));
    }
}
