package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.ChangeState;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.flow.ChangeView;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.change.json.ContentJson;
import dev.tidegate.rollout.json.Fields;
import dev.tidegate.rollout.risk.History;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writing, reading and answering changes. */
final class ChangeHandlers {
    private static final int MAX_REASON = 10_000;
    private static final List<String> SIDES = List.of("support", "customer");
    private static final Set<String> STATES =
            Arrays.stream(ChangeState.values()).map(ChangeState::word).collect(Collectors.toCollection(TreeSet::new));

    private final Changes changes;
    private final History history;
    private final InstantSource clock;

    ChangeHandlers(Changes changes, History history, InstantSource clock) {
        this.changes = changes;
        this.history = history;
        this.clock = clock;
    }

    Mono<ServerResponse> create(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(content(request), person(request))
                .flatMap(sent -> Bodies.told(changes.create(id("c", clock.instant()), sent.getT2(), sent.getT1())))
                .flatMap(view -> {
                    byte[] document = ChangeJson.bytes(ChangeJson.document(view));
                    URI place =
                            URI.create("/api/v1/changes/" + view.kept().change().id());
                    return ServerResponse.created(place)
                            .header(HttpHeaders.ETAG, EntityTag.of(document))
                            .contentType(MediaType.APPLICATION_JSON)
                            .bodyValue(document);
                });
    }

    Mono<ServerResponse> revise(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(content(request), person(request))
                .flatMap(sent -> Bodies.told(changes.edit(request.pathVariable("id"), sent.getT2(), sent.getT1())))
                .flatMap(ChangeHandlers::answered);
    }

    private static Mono<Content> content(ServerRequest request) {
        return Bodies.read(
                request,
                body -> ContentJson.read(body, () -> ThreadLocalRandom.current().nextLong(1L << 32)));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Optional<ChangeState> state =
                parameters.word("state", STATES).map(word -> ChangeState.valueOf(word.toUpperCase(Locale.ROOT)));
        int limit = Pages.limit(parameters);
        parameters.check();
        return person(request)
                .flatMap(person -> changes.list(person, state, limit))
                .map(this::page)
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    private byte[] page(List<Kept> kept) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("changes");
        kept.forEach(one -> list.add(ChangeJson.summary(one, clock.instant())));
        return ChangeJson.bytes(out);
    }

    /** What waits for whom, and for who asks. */
    Mono<ServerResponse> waiting(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        int limit = Pages.limit(parameters);
        parameters.check();
        return person(request)
                .flatMap(person -> changes.waiting(person, limit).map(found -> {
                    ObjectNode out = JsonNodeFactory.instance.objectNode();
                    ArrayNode list = out.putArray("waiting");
                    found.forEach(kept -> list.add(ChangeJson.waiting(kept, person, clock.instant())));
                    return ChangeJson.bytes(out);
                }))
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    Mono<ServerResponse> one(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return person(request)
                .flatMap(person -> Bodies.told(changes.view(request.pathVariable("id"), person)))
                .map(view -> ChangeJson.bytes(ChangeJson.document(view)))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> diff(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        String id = request.pathVariable("id");
        return person(request)
                .flatMap(person -> Bodies.told(changes.diff(id, person)))
                .map(diff -> ChangeJson.bytes(DiffJson.document(id, diff)))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private record Answer(Approval.Side side, String hash, Instant start, boolean granted, String reason) {}

    Mono<ServerResponse> answer(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(Bodies.read(request, ChangeHandlers::answer), person(request))
                .flatMap(sent -> {
                    Answer answer = sent.getT1();
                    return Bodies.told(changes.answer(
                            request.pathVariable("id"),
                            sent.getT2(),
                            answer.side(),
                            answer.hash(),
                            answer.start(),
                            answer.granted(),
                            answer.reason()));
                })
                .flatMap(ChangeHandlers::answered);
    }

    private static Answer answer(byte[] body) {
        Fields in = Fields.of(body);
        Answer answer = new Answer(
                Approval.Side.valueOf(in.word("side", SIDES).toUpperCase(Locale.ROOT)),
                in.text("hash", MAX_REASON),
                in.time("start").truncatedTo(ChronoUnit.MICROS),
                in.bool("granted"),
                in.textOr("reason", MAX_REASON, ""));
        in.check();
        return answer;
    }

    private record Glass(String hash, String reason) {}

    Mono<ServerResponse> emergency(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(
                        Bodies.read(request, body -> {
                            Fields in = Fields.of(body);
                            Glass glass = new Glass(in.text("hash", MAX_REASON), in.text("reason", MAX_REASON));
                            in.check();
                            return glass;
                        }),
                        person(request))
                .flatMap(sent -> Bodies.told(changes.breakGlass(
                        request.pathVariable("id"),
                        sent.getT2(),
                        sent.getT1().hash(),
                        sent.getT1().reason())))
                .flatMap(ChangeHandlers::answered);
    }

    Mono<ServerResponse> reviewEmergency(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(
                        Bodies.read(request, body -> {
                            Fields in = Fields.of(body);
                            String note = in.text("note", MAX_REASON);
                            in.check();
                            return note;
                        }),
                        person(request))
                .flatMap(sent ->
                        Bodies.told(changes.reviewEmergency(request.pathVariable("id"), sent.getT2(), sent.getT1())))
                .flatMap(ChangeHandlers::answered);
    }

    Mono<ServerResponse> calibration(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return history.calibration()
                .map(known -> ChangeJson.bytes(ChangeJson.calibration(known)))
                .flatMap(ChangeHandlers::json);
    }

    private static Mono<ServerResponse> answered(ChangeView view) {
        return json(ChangeJson.bytes(ChangeJson.document(view)));
    }

    static Mono<ServerResponse> json(byte[] document) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(document);
    }

    static Mono<Person> person(ServerRequest request) {
        return Who.asks(request).map(Identity::person);
    }

    /** Sorts by time, and is short enough to be said. */
    static String id(String kind, Instant now) {
        int least = 36 * 36 * 36 * 36;
        return kind
                + Long.toString(now.toEpochMilli(), 36)
                + Integer.toString(least + ThreadLocalRandom.current().nextInt(least), 36);
    }
}
