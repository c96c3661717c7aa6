package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.Intake;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.Sentences;
import dev.tidegate.model.Micros;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One door: receives a body, decodes it, waits for the log, answers in the format's words.
 *
 * <p>Small bodies, which is nearly all of them, are decoded on the event loop that received them. A large one is handed
 * to another thread, so that it does not make the loop's other connections wait.
 */
final class IngestDoor implements HandlerFunction<ServerResponse> {
    private static final int LARGE = 256 * 1024;
    private static final String RETRY_AFTER_SECONDS = "1";

    private final AlertFormat format;
    private final IngestSettings settings;
    private final AlertSink sink;
    private final InFlightBudget budget;
    private final TenantOf tenants;
    private final InstantSource clock;
    private final BodyReader bodies;

    IngestDoor(
            AlertFormat format,
            IngestSettings settings,
            AlertSink sink,
            InFlightBudget budget,
            TenantOf tenants,
            InstantSource clock) {
        this.format = format;
        this.settings = settings;
        this.sink = sink;
        this.budget = budget;
        this.tenants = tenants;
        this.clock = clock;
        bodies = new BodyReader(settings.limits());
    }

    private record Decoded(Answer answer, Intake intake, InFlightBudget.Hold hold) {}

    @Override
    public Mono<ServerResponse> handle(ServerRequest request) {
        return Mono.defer(() -> receive(request))
                .onErrorResume(RefusedException.class, refused -> Mono.just(format.refuse(refused.refusal())))
                .flatMap(IngestDoor::respond);
    }

    private Mono<Answer> receive(ServerRequest request) {
        checkMediaType(request);
        InFlightBudget.Hold hold = budget.open();
        return Mono.defer(() -> bodies.read(request, hold))
                .flatMap(body ->
                        body.length() > LARGE ? Mono.just(body).publishOn(Schedulers.parallel()) : Mono.just(body))
                .zipWhen(unused -> tenants.tenant(request).single())
                .map(of -> decode(of.getT1(), of.getT2()))
                .doOnError(unused -> hold.close())
                .doOnCancel(hold::close)
                .flatMap(
                        decoded -> sink.accept(decoded.intake(), decoded.hold()).thenReturn(decoded.answer()));
    }

    private Decoded decode(Body body, String tenant) {
        AlertBatches batches =
                new AlertBatches(format.name(), tenant, settings.site(), settings.limits(), Micros.of(clock.instant()));
        Answer answer = format.read(body.array(), body.length(), batches);
        Intake intake = batches.toIntake();
        body.hold().resize(intake.bytes());
        // until here the request held the memory and its end frees it; from here on the log does
        return new Decoded(answer, intake, body.hold().handOver());
    }

    private void checkMediaType(ServerRequest request) {
        String mediaType = mediaType(request);
        if (!format.takes(mediaType)) {
            throw new RefusedException(
                    RefusalReason.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported media type \"" + mediaType + "\", only [application/json] are allowed");
        }
    }

    private static String mediaType(ServerRequest request) {
        try {
            return request.headers()
                    .contentType()
                    .map(type -> (type.getType() + "/" + type.getSubtype()).toLowerCase(Locale.ROOT))
                    .orElse("");
        } catch (InvalidMediaTypeException unreadable) {
            return Sentences.shortened(unreadable.getMediaType());
        }
    }

    private static Mono<ServerResponse> respond(Answer answer) {
        ServerResponse.BodyBuilder response = ServerResponse.status(answer.status());
        if (answer.status() == 503) {
            response.header("Retry-After", RETRY_AFTER_SECONDS);
        }
        return answer.body().isEmpty()
                ? response.build()
                : response.contentType(MediaType.parseMediaType(answer.mediaType()))
                        .bodyValue(answer.body());
    }
}
