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
import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberQuery.Order;
import dev.tidegate.gateway.read.MemberQuery.Part;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.TimelineQuery;
import dev.tidegate.gateway.read.flow.Train;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Incidents as pages, and one incident with all that explains it; to people of a tenant, only that tenant's. */
public final class IncidentHandlers {
    private static final String INCIDENTS = "incidents";
    private static final Listing<IncidentRow> PAGES = Listing.of(RowJson::incident, IncidentHandlers::cursor);
    private static final Listing<MemberRow> MEMBERS = MemberHandlers.AS_JOINED.within("members");
    private static final Listing<EventRow> TIMELINE = TimelineHandlers.FROM_ITS_BEGINNING.within("timeline");

    /** So many members come with the incident itself; more are read page by page. */
    private static final int MEMBERS_SHOWN = 500;

    /** Every open board asks for them once a second while a storm lasts. */
    private static final Duration COUNTS_PAUSE = Duration.ofMillis(250);

    private final IncidentReads reads;
    private final ReadBarrier barrier;
    private final Train<IncidentQuery, Counts> counts;
    private final Train<String, Map<String, Long>> reasons;

    IncidentHandlers(IncidentReads reads, ReadBarrier barrier) {
        this.reads = reads;
        this.barrier = barrier;
        this.counts = new Train<>(COUNTS_PAUSE, Schedulers.parallel(), each(reads::counts));
        this.reasons = new Train<>(COUNTS_PAUSE, Schedulers.parallel(), each(reads::reasons));
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
        return RowJson.bytes(out -> {
            out.writeStartObject();
            PAGES.write(out, rows, limit);
            out.writeName("counts");
            CountsJson.write(out, counts);
            out.writeEndObject();
        });
    }

    private static Cursor cursor(IncidentRow row) {
        return Cursor.of(INCIDENTS, row.openedAt(), row.id());
    }

    private static IncidentQuery.@Nullable After afterIncident(Parameters parameters, @Nullable Cursor cursor) {
        Instant openedAt = cursor == null ? null : Pages.instant(parameters, cursor, 0);
        return cursor == null || openedAt == null
                ? null
                : new IncidentQuery.After(openedAt, cursor.fields().get(1));
    }

    Mono<ServerResponse> counts(ServerRequest request) {
        return Who.asks(request).flatMap(who -> counts(request, who.tenant()));
    }

    private Mono<ServerResponse> counts(ServerRequest request, String tenant) {
        Parameters parameters = new Parameters(request.queryParams());
        IncidentQuery query = IncidentFilter.of(tenant, parameters);
        parameters.check();
        return barrier.passed().then(counts.ride(Set.of(query))).flatMap(all -> {
            byte[] document =
                    RowJson.bytes(out -> CountsJson.write(out, Objects.requireNonNull(all.get(query), "counts")));
            return Pages.tagged(request, document, EntityTag.of(document));
        });
    }

    /** One after the other: who counts much must not take every connection. */
    static <K, V> Function<Set<K>, Mono<Map<K, V>>> each(Function<K, Mono<V>> read) {
        return asked -> Flux.fromIterable(asked)
                .concatMap(key -> read.apply(key).map(found -> Map.entry(key, found)))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        int members = parameters.number("members", MEMBERS_SHOWN, 0, MEMBERS_SHOWN);
        int events = parameters.number("timeline", Pages.DEFAULT_LIMIT, 0, Pages.DEFAULT_LIMIT);
        parameters.check();
        return barrier.passed()
                .then(found(reads, request, id))
                .flatMap(row -> Mono.zip(
                                members(id, members).collectList(),
                                timeline(id, events).collectList(),
                                reasons(id))
                        .flatMap(parts -> {
                            byte[] document = detail(row, parts.getT1(), members, parts.getT2(), events, parts.getT3());
                            return Pages.tagged(request, document, EntityTag.of(row.version(), document));
                        }));
    }

    private Flux<MemberRow> members(String id, int shown) {
        return shown == 0 ? Flux.empty() : reads.members(MemberQuery.all(id), Part.first(Order.JOINED, shown + 1));
    }

    private Flux<EventRow> timeline(String id, int shown) {
        return shown == 0 ? Flux.empty() : reads.timeline(new TimelineQuery(id, true, false, null, shown + 1));
    }

    private Mono<Map<String, Long>> reasons(String id) {
        return reasons.ride(Set.of(id)).map(all -> Objects.requireNonNull(all.get(id), "reasons"));
    }

    private static byte[] detail(
            IncidentRow row,
            List<MemberRow> members,
            int membersShown,
            List<EventRow> events,
            int eventsShown,
            Map<String, Long> reasons) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            IncidentDetail.write(out, row, reasons);
            MEMBERS.write(out, members, membersShown);
            TIMELINE.write(out, events, eventsShown);
            out.writeEndObject();
        });
    }

    /** The incident, when whoever asks may see it. */
    static Mono<IncidentRow> found(IncidentReads reads, ServerRequest request, String id) {
        return Who.asks(request)
                .flatMap(who -> reads.incident(who.tenant(), id))
                .switchIfEmpty(Mono.error(() -> unknown(id)));
    }

    /** 404, whether there is none or it is another tenant's. */
    public static ProblemException unknown(String id) {
        return new ProblemException(Problem.notFound("there is no incident \"" + id + "\""));
    }
}
