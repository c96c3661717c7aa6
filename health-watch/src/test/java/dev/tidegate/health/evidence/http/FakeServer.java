package dev.tidegate.health.evidence.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A server on a free port of this machine that answers forms as a test wants, and can go away and come back. */
public final class FakeServer implements AutoCloseable {

    /** What was asked: path, form and headers. */
    public record Asked(String path, Map<String, String> form, HttpHeaders headers) {
        public String field(String name) {
            return form.getOrDefault(name, "");
        }
    }

    /** How to answer; may do anything to the connection. */
    public interface Behaviour extends Function<Asked, Reply> {}

    public interface Reply {
        Publisher<Void> send(HttpServerResponse response);
    }

    private volatile Behaviour behaviour;
    private final int port;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<Channel> connections = new CopyOnWriteArrayList<>();
    private DisposableServer server;

    public FakeServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        this.server = bind(0);
        this.port = ((InetSocketAddress) server.address()).getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public void behave(Behaviour other) {
        behaviour = other;
    }

    public List<Asked> asked() {
        return asked;
    }

    /** Stops listening, and closes what is open. */
    public void goAway() {
        server.disposeNow();
        connections.forEach(connection -> connection.close().syncUninterruptibly());
        connections.clear();
    }

    public void comeBack() {
        server = bind(port);
    }

    @Override
    public void close() {
        goAway();
    }

    public static Reply json(String body) {
        return reply(200, "application/json", body);
    }

    public static Reply reply(int status, String type, String body) {
        return response -> response.status(status)
                .header(HttpHeaderNames.CONTENT_TYPE, type)
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(body, StandardCharsets.UTF_8)));
    }

    /** Takes the question and says nothing. */
    public static Reply hang() {
        return response -> Mono.never();
    }

    /** Closes the connection without a word. */
    public static Reply hangUp() {
        return response -> {
            response.withConnection(Connection::dispose);
            return Mono.never();
        };
    }

    private DisposableServer bind(int wanted) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(wanted)
                .doOnChannelInit((observer, channel, address) -> connections.add(channel))
                .handle(this::handle)
                .bindNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            Asked one = new Asked("/" + request.path(), form(body), request.requestHeaders());
            asked.add(one);
            return Mono.from(behaviour.apply(one).send(response));
        });
    }

    private static Map<String, String> form(String body) {
        return new QueryStringDecoder(body, false)
                .parameters().entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, field -> field.getValue().getFirst()));
    }
}
