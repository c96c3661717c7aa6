package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.http.Calls;
import dev.tidegate.rollout.target.salt.EventLines.Answer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;
import reactor.util.retry.Retry;

/**
 * The master's event stream, one connection for all who follow jobs, open while there are any. It has no ids and repeats
 * nothing, so after each connection something may have been missed: whoever hears {@link Signal.Connected} asks the job list.
 */
final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);
    /** What salt-api's own stream advises, in its line "retry". */
    private static final Duration AGAIN = Duration.ofMillis(400);

    private static final Duration AGAIN_AT_MOST = Duration.ofSeconds(10);

    /** What the stream tells. */
    sealed interface Signal {
        /** It begins, or begins again. */
        record Connected() implements Signal {}

        /** A node has answered. */
        record Answered(Answer answer) implements Signal {}
    }

    private final Calls calls;
    private final Session session;
    private final Counter connections;
    private final Flux<Signal> signals;

    Events(Calls calls, Session session, MeterRegistry meters) {
        this.calls = calls;
        this.session = session;
        this.connections = Counter.builder("tidegate.target.event.connections")
                .description("how often an event stream began")
                .tag("target", calls.endpoint().name())
                .register(meters);
        this.signals = connect()
                .concatWith(
                        Mono.error(() -> new TargetException(calls.endpoint().title() + " ended its event stream")))
                .doOnError(failure -> log.warn("events are missing, the job list goes on: {}", failure.getMessage()))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, AGAIN)
                        .maxBackoff(AGAIN_AT_MOST)
                        .transientErrors(true))
                .share();
    }

    Flux<Signal> signals() {
        return signals;
    }

    private Flux<Signal> connect() {
        return Flux.defer(() -> session.token()
                .flatMapMany(token -> calls.streaming()
                        .headers(headers -> headers.set("X-Auth-Token", token))
                        .get()
                        .uri("/events")
                        .response((response, content) -> read(token, response, content))));
    }

    private Flux<Signal> read(String token, HttpClientResponse response, ByteBufFlux content) {
        int status = response.status().code();
        if (status != 200) {
            if (status == 401) {
                session.forget(token);
            }
            return Flux.error(
                    new TargetException(calls.endpoint().title() + " answers " + status + " to reading its events"));
        }
        connections.increment();
        EventLines lines = new EventLines();
        return Flux.concat(
                Flux.just(new Signal.Connected()),
                // a buffer is gone after its turn, so all of it is read in it
                content.map(lines::feed).concatMapIterable(answers -> answers).map(Signal.Answered::new));
    }
}
