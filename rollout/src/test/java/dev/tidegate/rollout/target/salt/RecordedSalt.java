package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.http.Endpoint;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that answers with the bytes that a real salt-api was recorded with. */
final class RecordedSalt implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Read beforehand: a file must not be waited for on the server's event loop. */
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    RecordedSalt() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(this::handle)
                .bindNow();
        answer("/login", "03-login-file");
    }

    /** @param what a path, or a client and a function; the last of the recordings is repeated */
    RecordedSalt answer(String what, String... recordings) {
        for (String recording : recordings) {
            texts.put(recording, text(recording));
        }
        answers.put(what, List.of(recordings));
        return this;
    }

    int asked(String what) {
        return asked.getOrDefault(what, 0);
    }

    /** What was sent, as it was. */
    List<String> bodies() {
        return bodies;
    }

    SaltTarget target(Path password) {
        URI url = URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort());
        SaltSettings settings = SaltSettings.of(Endpoint.of("salt", url), "rollout", password)
                .withEauth("file")
                .withLook(Duration.ofMillis(100));
        return new SaltTarget(settings, new SimpleMeterRegistry());
    }

    /** The JSON in a recorded answer. */
    static JsonNode json(String recording) {
        return JSON.readTree(body(recording));
    }

    static String body(String recording) {
        return afterHead(text(recording));
    }

    private static String afterHead(String response) {
        return response.substring(response.indexOf("\n\n") + 2);
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive().aggregate().asString().defaultIfEmpty("").flatMap(body -> {
            String path = "/" + request.path();
            String what = path;
            if (path.equals("/")) {
                JsonNode lowstate = JSON.readTree(body).path(0);
                what = lowstate.path("client").asString("") + " "
                        + lowstate.path("fun").asString("");
                bodies.add(body);
            }
            int before = asked.merge(what, 1, Integer::sum) - 1;
            List<String> recordings = answers.getOrDefault(what, List.of());
            if (recordings.isEmpty()) {
                return Mono.from(response.status(404).send());
            }
            return Mono.from(send(recordings.get(Math.min(before, recordings.size() - 1)), response));
        });
    }

    private Publisher<Void> send(String recording, HttpServerResponse response) {
        String text = Objects.requireNonNull(texts.get(recording), recording);
        response.status(Integer.parseInt(text.split(" ")[1]));
        text.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("Content-Type: "))
                .forEach(line -> response.header("Content-Type", line.substring("Content-Type: ".length())));
        Mono<ByteBuf> body = Mono.fromSupplier(() -> Unpooled.copiedBuffer(afterHead(text), StandardCharsets.UTF_8));
        // an event stream stays open after what was recorded of it
        return recording.contains("events-sse")
                ? response.sendGroups(Flux.just(body)).then(Mono.never())
                : response.send(body);
    }

    private static String text(String recording) {
        String file = "/contracts/salt/" + recording + ".response";
        try (InputStream in = RecordedSalt.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
