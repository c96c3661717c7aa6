package dev.tidegate.gateway.watch.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.gateway.watch.http.WatchJson.History;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.watch.RefusedWatchException;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchRow;
import dev.tidegate.health.watch.WatchSpec;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Opening, closing and reading watches. */
final class WatchHandlers {
    private static final String WATCHES = "watches";
    private static final int MAX_BODY = 8 << 20;
    private static final String VERDICTS_OF = "verdicts/";
    /** So many decisions are shown with a watch, the first of them; the rest are in pages of their own. */
    private static final int HISTORY = Pages.DEFAULT_LIMIT;

    private static final Set<String> STATES = new TreeSet<>(Set.of("open", "closed"));
    private static final Set<String> KINDS = new TreeSet<>(Set.of("healthy", "unhealthy", "inconclusive", "none"));

    private final Watches watches;
    private final WatchReads reads;
    private final WatchHub hub;
    private final InstantSource clock;

    WatchHandlers(Watches watches, WatchReads reads, WatchHub hub, InstantSource clock) {
        this.watches = watches;
        this.reads = reads;
        this.hub = hub;
        this.clock = clock;
    }

    Mono<ServerResponse> open(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        Mono<byte[]> body = DataBufferUtils.join(request.body(BodyExtractors.toDataBuffers()), MAX_BODY)
                .map(WatchHandlers::bytes)
                .defaultIfEmpty(new byte[0])
                .onErrorMap(
                        DataBufferLimitException.class,
                        e -> new ProblemException(Problem.of(
                                ProblemKind.CONTENT_TOO_LARGE,
                                "a watch is opened with at most " + MAX_BODY + " bytes")));
        return Mono.zip(body, Who.asks(request))
                .map(both -> OpenBody.parse(
                        both.getT1(),
                        id(clock.instant()),
                        both.getT2().home(),
                        both.getT2().name(),
                        clock.instant()))
                .flatMap(spec -> watches.open(spec)
                        .onErrorMap(RefusedWatchException.class, WatchHandlers::problem)
                        .then(found(spec.tenant(), spec.id()))
                        .flatMap(row -> document(row, hub.lastFrame(spec.id())))
                        .flatMap(document -> ServerResponse.created(URI.create("/api/v1/watches/" + spec.id()))
                                .header(HttpHeaders.ETAG, EntityTag.of(document))
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(document)));
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] out = new byte[buffer.readableByteCount()];
        buffer.read(out);
        DataBufferUtils.release(buffer);
        return out;
    }

    private static ProblemException problem(RefusedWatchException refused) {
        String reason = String.valueOf(refused.getMessage());
        return refused.later()
                ? new ProblemException(Problem.unavailable(reason), Map.of(HttpHeaders.RETRY_AFTER, "60"))
                : new ProblemException(Problem.badRequest(refused.field(), reason));
    }

    /** Sorts by time, and is short enough to be said. */
    private static String id(Instant now) {
        String random =
                Integer.toString(36 * 36 * 36 * 36 + ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36);
        return "w" + Long.toString(now.toEpochMilli(), 36) + random;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Set<String> states = parameters.words("state", STATES);
        Set<String> verdicts = parameters.words("verdict", KINDS);
        int limit = Pages.limit(parameters);
        WatchReads.After after = after(parameters, Pages.cursor(parameters, WATCHES, 2));
        parameters.check();
        return Who.asks(request)
                .flatMap(who -> reads.watches(new WatchReads.Query(who.tenant(), states, verdicts), after, limit + 1)
                        .collectList())
                .map(rows -> page(rows, limit))
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    private static WatchReads.@Nullable After after(Parameters parameters, @Nullable Cursor cursor) {
        if (cursor == null) {
            return null;
        }
        try {
            return new WatchReads.After(
                    Instant.parse(cursor.fields().getFirst()), cursor.fields().get(1));
        } catch (DateTimeException e) {
            parameters.fault("cursor", "is not a nextCursor of this list");
            return null;
        }
    }

    private static byte[] page(List<WatchRow> rows, int limit) {
        List<WatchRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        return WatchJson.page(
                shown, rows.size() > limit ? cursor(shown.getLast().spec()).text() : null);
    }

    private static Cursor cursor(WatchSpec last) {
        return Cursor.of(WATCHES, last.openedAt(), last.id());
    }

    Mono<ServerResponse> one(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        String id = request.pathVariable("id");
        return Who.asks(request)
                .flatMap(who -> found(who.tenant(), id))
                .flatMap(row -> document(row, hub.lastFrame(id)))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> verdicts(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        int limit = Pages.limit(parameters);
        Cursor cursor = Pages.cursor(parameters, VERDICTS_OF + id, 1);
        long after = cursor == null ? 0 : Pages.number(parameters, cursor, 0);
        parameters.check();
        return Who.asks(request)
                .flatMap(who -> found(who.tenant(), id))
                .flatMap(row -> history(id, after, limit))
                .map(WatchJson::verdicts)
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    private Mono<History> history(String id, long after, int limit) {
        return reads.verdicts(id, after, limit + 1).collectList().map(rows -> {
            List<VerdictRow> shown = rows.subList(0, Math.min(limit, rows.size()));
            return new History(
                    shown,
                    rows.size() > limit
                            ? Cursor.of(VERDICTS_OF + id, shown.getLast().number())
                                    .text()
                            : null);
        });
    }

    Mono<ServerResponse> close(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        String reason = parameters.text("reason", 1_000);
        parameters.check();
        String id = request.pathVariable("id");
        return Who.asks(request)
                .flatMap(who -> found(who.tenant(), id)
                        .flatMap(row -> watches.close(
                                id, row.spec().tenant(), who.name(), reason == null ? "closed by hand" : reason))
                        .then(Mono.defer(() -> found(who.tenant(), id))))
                .flatMap(row -> document(row, hub.lastFrame(id)))
                .flatMap(document -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(document));
    }

    /** The watch; a 404 when this tenant has none of this id. */
    Mono<WatchRow> found(String tenant, String id) {
        return reads.watch(tenant, id)
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(Problem.notFound("there is no watch \"" + id + "\""))));
    }

    Mono<byte[]> document(WatchRow row, byte @Nullable [] lastFrame) {
        return history(row.spec().id(), 0, HISTORY).map(history -> WatchJson.document(row, history, lastFrame));
    }
}
