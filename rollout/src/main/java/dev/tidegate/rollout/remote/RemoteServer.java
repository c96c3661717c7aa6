package dev.tidegate.rollout.remote;

import dev.tidegate.health.evidence.http.Answer;
import dev.tidegate.health.evidence.http.Server;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Speaks JSON with one server. Every call ends within the server's time-out, in at most its bytes, as an {@link Answer}
 * of any status or as a {@link NoAnswerException}; it is counted in {@code tidegate.remote.calls} by server and outcome.
 * Redirects are answers: following one could carry a secret to another host. Nothing is sent twice by itself: a call that
 * changes something is repeated by those who know that it may be.
 */
public final class RemoteServer implements Disposable {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Server server;
    private final MeterRegistry meters;
    private final ConnectionProvider connections;
    private final HttpClient http;

    /** @throws IllegalArgumentException when the CA file cannot be used */
    public RemoteServer(Server server, MeterRegistry meters) {
        this.server = server;
        this.meters = meters;
        this.connections = ConnectionProvider.builder("remote-" + server.name())
                .maxConnections(server.limits().concurrency())
                .pendingAcquireMaxCount(server.limits().waiting())
                // none: the time-out of the whole call takes it out of the queue
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(IDLE)
                .build();
        this.http = client();
    }

    /** For sentences: its name and where it is. */
    public String title() {
        return server.title();
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
        connections.dispose();
    }

    @Override
    public boolean isDisposed() {
        return connections.isDisposed();
    }

    private Mono<Answer> call(HttpMethod method, String path, String json) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return http.request(method)
                    .uri(path)
                    .send(json.isEmpty() ? Mono.empty() : Mono.fromSupplier(() -> body(json)))
                    .response((response, content) -> {
                        HttpHeaders headers = response.responseHeaders();
                        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
                        int status = response.status().code();
                        return Flux.from(content)
                                .reduceWith(ByteArrayOutputStream::new, this::append)
                                .map(bytes -> new Answer(status, type, bytes.toByteArray(), bytes.size()));
                    })
                    .single()
                    .timeout(server.limits().answer())
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(failure -> Reasons.of(server, failure))
                    .doOnSuccess(answer -> count(sample, answer.status() / 100 == 2 ? "ok" : "refused"))
                    .doOnError(NoAnswerException.class, failure -> count(sample, failure.outcome()));
        });
    }

    private static ByteBuf body(String json) {
        return Unpooled.copiedBuffer(json, StandardCharsets.UTF_8);
    }

    private ByteArrayOutputStream append(ByteArrayOutputStream bytes, ByteBuf part) {
        int limit = server.limits().answerBytes();
        if (part.readableBytes() > limit - bytes.size()) {
            throw new NoAnswerException(
                    "too-large", server.title() + " answers more than " + limit + " bytes, which is the limit");
        }
        byte[] more = new byte[part.readableBytes()];
        part.readBytes(more);
        bytes.writeBytes(more);
        return bytes;
    }

    private void count(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder("tidegate.remote.calls")
                .description("calls to review servers and package repositories, by how they ended")
                .tag("server", server.name())
                .tag("outcome", outcome)
                .register(meters));
    }

    private HttpClient client() {
        HttpClient client = HttpClient.create(connections)
                .baseUrl(server.url().toString().replaceFirst("/+$", ""))
                .disableRetry(true)
                .followRedirect(false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(server.limits().connect().toMillis()))
                .headers(this::headers);
        return server.caFile()
                .map(this::trust)
                .map(trust -> client.secure(tls -> tls.sslContext(trust)))
                .orElse(client);
    }

    private void headers(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        headers.set(HttpHeaderNames.ACCEPT, "application/json");
        headers.set(HttpHeaderNames.USER_AGENT, "tidegate");
        server.credentials().header().ifPresent(value -> headers.set(HttpHeaderNames.AUTHORIZATION, value));
        server.headers().forEach(headers::set);
    }

    private SslContext trust(Path caFile) {
        try {
            return SslContextBuilder.forClient().trustManager(caFile.toFile()).build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "server " + server.name() + ": the CA file " + caFile + " cannot be used: " + e.getMessage(), e);
        }
    }
}
