package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.model.matcher.Matchers;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/alerts}; to people of a tenant, only that tenant's. */
final class AlertPageHandlers {
    private static final String ALERTS = "alerts";
    private static final Listing<AlertRow> PAGES = Listing.of(RowJson::alert, AlertPageHandlers::cursor);

    private final AlertReads reads;
    private final ReadBarrier barrier;

    AlertPageHandlers(AlertReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        return Who.asks(request).flatMap(who -> list(request, who.tenant()));
    }

    private Mono<ServerResponse> list(ServerRequest request, String tenant) {
        Parameters parameters = new Parameters(request.queryParams());
        Matchers matchers = parameters.matchers("filter");
        Boolean firing = parameters
                .word("state", Set.of("firing", "resolved"))
                .map("firing"::equals)
                .orElse(null);
        String suppressed = parameters.word("suppressed", Set.of("true", "false"), "");
        Set<String> severities = parameters.words("severity", IncidentFilter.SEVERITIES);
        String site = parameters.text("site", 256);
        String incident = parameters.text("incident", 256);
        int limit = Pages.limit(parameters);
        AlertQuery.After after = after(parameters, Pages.cursor(parameters, ALERTS, 3));
        parameters.check();
        boolean quiet = !suppressed.equals("false");
        boolean loud = !suppressed.equals("true");
        AlertQuery query = new AlertQuery(
                tenant, matchers, firing, loud, quiet, quiet, severities, site, incident, after, limit + 1);
        return barrier.passed()
                .then(reads.alerts(query).collectList())
                .map(rows -> PAGES.page(rows, limit))
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    private static AlertQuery.@Nullable After after(Parameters parameters, @Nullable Cursor cursor) {
        if (cursor == null) {
            return null;
        }
        return new AlertQuery.After(
                cursor.fields().get(0), cursor.fields().get(1), (int) Pages.number(parameters, cursor, 2));
    }

    private static Cursor cursor(AlertRow row) {
        return Cursor.of(ALERTS, row.fingerprint(), row.tenant(), row.partition());
    }
}
