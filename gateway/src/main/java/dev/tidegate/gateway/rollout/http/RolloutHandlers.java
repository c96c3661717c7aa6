package dev.tidegate.gateway.rollout.http;

import dev.tidegate.gateway.change.http.Bodies;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.rollout.flow.RolloutView;
import dev.tidegate.gateway.rollout.flow.RolloutViews;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.flow.Beginning;
import dev.tidegate.rollout.flow.Reopening;
import dev.tidegate.rollout.flow.Rollouts;
import dev.tidegate.rollout.json.Fields;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Beginning, reading and steering rollouts. */
public final class RolloutHandlers {
    private static final int MAX_REASON = 10_000;
    private static final Set<String> PHASES =
            Arrays.stream(Phase.values()).map(Phase::word).collect(Collectors.toCollection(TreeSet::new));

    private final Rollouts rollouts;
    private final Beginning beginning;
    private final Reopening reopening;
    private final RolloutViews views;
    private final InstantSource clock;

    public RolloutHandlers(
            Rollouts rollouts, Beginning beginning, Reopening reopening, RolloutViews views, InstantSource clock) {
        this.rollouts = rollouts;
        this.beginning = beginning;
        this.reopening = reopening;
        this.views = views;
        this.clock = clock;
    }

    Mono<ServerResponse> begin(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return Mono.zip(Bodies.read(request, BeginBody::read), Who.asks(request))
                .flatMap(sent -> beginning
                        .begin(id(clock.instant()), sent.getT2().person(), sent.getT1())
                        .onErrorMap(Beginning.RefusedException.class, RolloutHandlers::conflict)
                        .switchIfEmpty(Mono.error(() -> new ProblemException(Problem.notFound(
                                "there is no change \"" + sent.getT1().change() + "\"")))))
                .flatMap(brief -> found(brief.id(), brief.tenant()))
                .flatMap(view -> ServerResponse.created(
                                URI.create("/api/v1/rollouts/" + view.brief().id()))
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(RolloutDocument.bytes(RolloutDocument.of(view))));
    }

    private static ProblemException conflict(Throwable refused) {
        return new ProblemException(Problem.conflict(String.valueOf(refused.getMessage())));
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Set<Phase> phases = parameters.words("state", PHASES).stream()
                .map(word -> Phase.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toSet());
        int limit = Pages.limit(parameters);
        parameters.check();
        return Who.asks(request)
                .flatMap(who -> views.list(who.tenant(), phases, limit))
                .map(RolloutHandlers::page)
                .flatMap(page -> Pages.tagged(request, page, EntityTag.of(page)));
    }

    private static byte[] page(List<RolloutView> found) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("rollouts");
        found.forEach(view -> list.add(RolloutDocument.of(view)));
        return RolloutDocument.bytes(out);
    }

    Mono<ServerResponse> one(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return asked(request)
                .map(view -> RolloutDocument.bytes(RolloutDocument.of(view)))
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    Mono<ServerResponse> story(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        return asked(request)
                .flatMap(view -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(RolloutDocument.bytes(StoryDocument.of(view))));
    }

    Mono<ServerResponse> hold(ServerRequest request) {
        return tell(request, true, (who, reason) -> new RolloutCommand.Hold(who.name(), reason));
    }

    Mono<ServerResponse> resume(ServerRequest request) {
        return tell(request, false, (who, unused) -> new RolloutCommand.Resume(who.name()));
    }

    /** Also of what is done or aborted. */
    Mono<ServerResponse> pullBack(ServerRequest request) {
        return tell(
                request,
                true,
                (view, who, reason) ->
                        reopening.pullBack(view.brief(), new RolloutCommand.PullBack(who.name(), reason)));
    }

    Mono<ServerResponse> abort(ServerRequest request) {
        return tell(request, true, (who, reason) -> new RolloutCommand.Abort(who.name(), reason));
    }

    Mono<ServerResponse> acknowledge(ServerRequest request) {
        return tell(request, false, (who, unused) -> new RolloutCommand.Acknowledge(who.name()));
    }

    private Mono<ServerResponse> tell(
            ServerRequest request, boolean reasoned, BiFunction<Identity, String, RolloutCommand> command) {
        return tell(
                request,
                reasoned,
                (view, who, reason) -> view.rollout().phase().isOver()
                        ? Mono.error(new ProblemException(Problem.conflict(
                                "it is over: " + view.rollout().phase().word())))
                        : rollouts.tell(view.brief().id(), command.apply(who, reason)));
    }

    /** How a rollout is told what somebody wants, and why. */
    private interface Telling {
        Mono<RolloutReply> tell(RolloutView view, Identity who, String reason);
    }

    private Mono<ServerResponse> tell(ServerRequest request, boolean reasoned, Telling telling) {
        new Parameters(request.queryParams()).check();
        String id = request.pathVariable("id");
        return Mono.zip(Bodies.read(request, body -> reason(body, reasoned)), Who.asks(request))
                .flatMap(sent -> found(id, sent.getT2().tenant())
                        .flatMap(view -> telling.tell(view, sent.getT2(), sent.getT1())
                                .map(Optional::of)
                                .defaultIfEmpty(Optional.empty()))
                        .flatMap(reply -> answered(id, sent.getT2().tenant(), reply)));
    }

    private static String reason(byte[] body, boolean reasoned) {
        if (body.length == 0 && !reasoned) {
            return "";
        }
        Fields in = Fields.of(body);
        String reason = reasoned ? in.text("reason", MAX_REASON) : "";
        in.check();
        return reason;
    }

    private Mono<ServerResponse> answered(String id, String tenant, Optional<RolloutReply> reply) {
        if (reply.isEmpty()) {
            return said(
                    HttpStatus.ACCEPTED,
                    id,
                    tenant,
                    "it is written down; the gateway that runs the rollout has not answered yet and will do it");
        }
        return switch (reply.get()) {
            case RolloutReply.Done done -> said(HttpStatus.OK, id, tenant, done.what());
            case RolloutReply.Nothing nothing -> said(HttpStatus.OK, id, tenant, "nothing to do: " + nothing.why());
            case RolloutReply.Refused refused -> Mono.error(new ProblemException(Problem.conflict(refused.why())));
        };
    }

    private Mono<ServerResponse> said(HttpStatus status, String id, String tenant, String words) {
        return found(id, tenant).flatMap(view -> {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("said", words);
            out.set("rollout", RolloutDocument.of(view));
            return ServerResponse.status(status)
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(RolloutDocument.bytes(out));
        });
    }

    private Mono<RolloutView> asked(ServerRequest request) {
        return Who.asks(request).flatMap(who -> found(request.pathVariable("id"), who.tenant()));
    }

    /** The rollout; a 404 when this tenant has none of this id. */
    Mono<RolloutView> found(String id, String tenant) {
        return views.find(id, tenant)
                .switchIfEmpty(
                        Mono.error(() -> new ProblemException(Problem.notFound("there is no rollout \"" + id + "\""))));
    }

    /** Sorts by time, and is short enough to be said. */
    private static String id(Instant now) {
        int least = 36 * 36 * 36 * 36;
        return "r"
                + Long.toString(now.toEpochMilli(), 36)
                + Integer.toString(least + ThreadLocalRandom.current().nextInt(least), 36);
    }
}
