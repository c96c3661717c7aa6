package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.correlator.command.Command.ExpireSilence;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.gateway.alertmanager.SilenceRequest;
import dev.tidegate.gateway.alertmanager.SilenceRequest.Decision;
import dev.tidegate.gateway.alertmanager.SilenceState;
import dev.tidegate.gateway.alertmanager.http.AlertFilter.BadFilter;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.command.CommandGate.Applied;
import dev.tidegate.gateway.command.CommandGate.Target;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.SilenceReads;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /silences} and {@code /silence/{id}}. What people of a tenant silence are that tenant's alerts only. */
final class SilenceHandlers {
    private static final Pattern UUID_SHAPE =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");

    /** How often the same request may be made anew after its silence was ended, before ids stop being derived. */
    private static final int GENERATIONS = 64;

    private final SilenceReads reads;
    private final CommandGate gate;
    private final ReadBarrier barrier;
    private final InstantSource clock;

    SilenceHandlers(SilenceReads reads, CommandGate gate, ReadBarrier barrier, InstantSource clock) {
        this.reads = reads;
        this.gate = gate;
        this.barrier = barrier;
        this.clock = clock;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Matchers filter;
        try {
            filter = AlertFilter.matchers(request.queryParams());
        } catch (BadFilter bad) {
            return Answers.text(400, bad.text());
        }
        Instant now = clock.instant();
        return barrier.passed()
                .then(Who.asks(request))
                .flatMapMany(who -> reads.silences().filter(silence -> who.sees(silence.tenant())))
                .filter(silence -> silence.matchers().all().containsAll(filter.all()))
                .sort(SilenceState.order(now))
                .collectList()
                .flatMap(silences -> Answers.json(array(silences, now)));
    }

    private static byte[] array(List<SilenceImage> silences, Instant now) {
        return RowJson.bytes(out -> {
            out.writeStartArray();
            silences.forEach(silence -> V2Json.silence(out, silence, now));
            out.writeEndArray();
        });
    }

    Mono<ServerResponse> one(ServerRequest request) {
        String id = request.pathVariable("id");
        if (!UUID_SHAPE.matcher(id).matches()) {
            return notUuid(id);
        }
        Instant now = clock.instant();
        return barrier.passed()
                .then(Who.asks(request))
                .flatMap(who -> seen(who, id))
                .flatMap(silence -> Answers.json(RowJson.bytes(out -> V2Json.silence(out, silence, now))))
                .switchIfEmpty(Mono.defer(() -> Answers.empty(404)));
    }

    Mono<ServerResponse> expire(ServerRequest request) {
        String id = request.pathVariable("id");
        if (!UUID_SHAPE.matcher(id).matches()) {
            return notUuid(id);
        }
        return barrier.passed()
                .then(Who.asks(request))
                .flatMap(who -> seen(who, id)
                        .map(Optional::of)
                        .defaultIfEmpty(Optional.empty())
                        .flatMap(found -> found.map(silence -> expire(who, silence))
                                .orElseGet(() -> Answers.text(404, "silence not found"))));
    }

    private Mono<ServerResponse> expire(Identity who, SilenceImage silence) {
        // also when it is over here: an earlier attempt may not have reached every shard, and the others do not mind
        return gate.send(new ExpireSilence(silence.id(), who.name()), Target.EVERYWHERE)
                .then(Mono.defer(() -> Answers.empty(200)));
    }

    Mono<ServerResponse> put(ServerRequest request) {
        MediaType type = request.headers().contentType().orElse(MediaType.APPLICATION_JSON);
        if (!type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
            return Answers.code(
                    415, 415, "unsupported media type \"" + type + "\", only [application/json] are allowed");
        }
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(SilenceBody::parse)
                .flatMap(wanted -> Who.asks(request).flatMap(who -> put(who, wanted)))
                .onErrorResume(
                        SilenceBody.Refused.class,
                        refused -> Answers.code(refused.status, refused.code, String.valueOf(refused.getMessage())));
    }

    private Mono<ServerResponse> put(Identity who, SilenceRequest wanted) {
        String id = wanted.id();
        Mono<Optional<SilenceImage>> existing =
                id == null || !UUID_SHAPE.matcher(id).matches()
                        ? Mono.just(Optional.empty())
                        : barrier.passed().then(seen(who, id)).map(Optional::of).defaultIfEmpty(Optional.empty());
        return Mono.zip(existing, newId(wanted, who.name()))
                .map(both -> wanted.decide(
                        both.getT1().orElse(null), clock.instant(), who.name(), who.tenant(), both.getT2()))
                .flatMap(this::carryOut);
    }

    /** The first id of the request that no silence has which is over: what is over is never rewritten. */
    private Mono<String> newId(SilenceRequest wanted, String actor) {
        return Flux.range(0, GENERATIONS)
                .map(generation -> wanted.derivedId(actor, generation))
                .concatMap(id -> reads.silence(id)
                        .filter(silence -> SilenceState.of(silence, clock.instant()) == SilenceState.EXPIRED)
                        .hasElement()
                        .filter(over -> !over)
                        .map(free -> id))
                .next()
                .switchIfEmpty(Mono.fromSupplier(SilenceHandlers::randomId));
    }

    private Mono<ServerResponse> carryOut(Decision decision) {
        return switch (decision) {
            case Decision.Refused refused -> Answers.text(refused.status(), refused.text());
            case Decision.Put put -> {
                ExpireSilence ended = put.ended();
                Mono<Applied> ending = ended == null ? Mono.just(Applied.DONE) : gate.send(ended, Target.EVERYWHERE);
                // the new one first: nothing may page in between
                yield gate.send(put.silence(), Target.EVERYWHERE)
                        .then(ending)
                        .then(Mono.defer(() -> Answers.json(RowJson.bytes(out -> {
                            out.writeStartObject();
                            out.writeStringProperty("silenceID", put.silence().id());
                            out.writeEndObject();
                        }))));
            }
        };
    }

    /** Must be unlike others, not unguessable, so it need not wait for the system's randomness. */
    private static String randomId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** People of a tenant see what is theirs: not what our own staff have silenced for all tenants. */
    private Mono<SilenceImage> seen(Identity who, String id) {
        return reads.silence(id).filter(silence -> who.sees(silence.tenant()));
    }

    private static Mono<ServerResponse> notUuid(String id) {
        return Answers.code(422, 601, "silenceID in path must be of type uuid: \"" + id + "\"");
    }
}
