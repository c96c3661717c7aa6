package dev.tidegate.rollout.target.http;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.Call;
import dev.tidegate.health.remote.Manner;
import dev.tidegate.health.remote.Remote;
import dev.tidegate.health.remote.UnansweredException;
import dev.tidegate.rollout.target.TargetException;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Calls the server behind a target, as {@link Remote} does; without an answer it ends as a {@link TargetException}. Nothing
 * is sent twice by itself: a call that changes something is repeated by those who know that it may be.
 */
public final class Calls implements Disposable {
    private static final Manner MANNER = new Manner(
            "target",
            "calls",
            "",
            false,
            "tidegate.target.calls",
            "calls to the servers behind targets, by how they ended",
            "target");

    private final Endpoint endpoint;
    private final Remote remote;

    /** @throws IllegalArgumentException when the CA file cannot be used */
    public Calls(Endpoint endpoint, MeterRegistry meters) {
        this.endpoint = endpoint;
        this.remote = new Remote(endpoint.server(), MANNER, meters);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public Mono<Answer> call(HttpMethod method, String path, Map<String, String> headers, byte[] body) {
        return call(method, path, headers, body, endpoint.answer());
    }

    /** Sends bytes to a path below the url; none for methods without a body. */
    public Mono<Answer> call(
            HttpMethod method, String path, Map<String, String> headers, byte[] body, Duration within) {
        return remote.call(new Call(method, path, headers, body), within, heads -> {})
                .onErrorMap(
                        UnansweredException.class,
                        silent -> new TargetException(String.valueOf(silent.getMessage()), silent));
    }

    /** A client without any time-out but the one of connecting, for streams; each has a connection of its own. */
    public HttpClient streaming() {
        return remote.streaming();
    }

    @Override
    public void dispose() {
        remote.dispose();
    }

    @Override
    public boolean isDisposed() {
        return remote.isDisposed();
    }
}
