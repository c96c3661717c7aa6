package dev.tidegate.rollout.remote;

import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server on a free port of this machine that answers as a test wants. */
public final class FakeServer implements AutoCloseable {
    /** Says nothing, for as long as anybody waits. */
    public static final Reply SILENCE = new Reply(0, "", "");

    /** What was asked: method and path with its query, in one line, and the body. */
    public record Asked(String line, String body) {}

    public record Reply(int status, String type, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final DisposableServer server;
    private volatile Function<Asked, Reply> behaviour;

    public FakeServer(Function<Asked, Reply> behaviour) {
        this.behaviour = behaviour;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(this::handle)
                .bindNow();
    }

    public void behave(Function<Asked, Reply> other) {
        behaviour = other;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** How a client knows it, with little patience. */
    public Server server() {
        return Server.of("fake", url())
                .withLimits(new HttpLimits(Duration.ofSeconds(1), Duration.ofMillis(700), 1 << 16, 4, 8));
    }

    public List<Asked> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            Asked one = new Asked(request.method() + " " + request.uri(), body);
            asked.add(one);
            Reply reply = behaviour.apply(one);
            if (reply.equals(SILENCE)) {
                return Mono.never();
            }
            return Mono.from(response.status(reply.status())
                    .header(HttpHeaderNames.CONTENT_TYPE, reply.type())
                    .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8))));
        });
    }
}
