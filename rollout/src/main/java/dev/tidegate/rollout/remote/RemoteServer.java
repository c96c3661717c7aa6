package dev.tidegate.rollout.remote;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.health.remote.Call;
import dev.tidegate.health.remote.Manner;
import dev.tidegate.health.remote.Remote;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Speaks JSON with a review server or a package repository, as {@link Remote} does. Nothing is sent twice by itself: a call
 * that changes something is repeated by those who know that it may be.
 */
public final class RemoteServer implements Disposable {
    private static final Manner MANNER = new Manner(
            "remote",
            "calls",
            "",
            false,
            "tidegate.remote.calls",
            "calls to review servers and package repositories, by how they ended",
            "server");
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Accept", "application/json");

    private final Remote remote;

    /** @throws IllegalArgumentException when the CA file cannot be used */
    public RemoteServer(Server server, MeterRegistry meters) {
        remote = new Remote(server, MANNER, meters);
    }

    /** For sentences: its name and where it is. */
    public String title() {
        return remote.server().title();
    }

    /** @param path below the server's url, already encoded, with its query */
    public Mono<Answer> get(String path) {
        return call(HttpMethod.GET, path, "");
    }

    public Mono<Answer> post(String path, String json) {
        return call(HttpMethod.POST, path, json);
    }

    public Mono<Answer> put(String path, String json) {
        return call(HttpMethod.PUT, path, json);
    }

    @Override
    public void dispose() {
        remote.dispose();
    }

    @Override
    public boolean isDisposed() {
        return remote.isDisposed();
    }

    private Mono<Answer> call(HttpMethod method, String path, String json) {
        return remote.call(new Call(method, path, HEADERS, json.getBytes(StandardCharsets.UTF_8)));
    }
}
