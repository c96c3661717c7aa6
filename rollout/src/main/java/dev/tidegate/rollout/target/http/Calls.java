package dev.tidegate.rollout.target.http;

import dev.tidegate.rollout.target.TargetException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Calls one server. Every call ends in time and in bounded memory, as a {@link Reply} of any status or as a {@link
 * TargetException} with a sentence. Redirects are replies: following one could carry a secret to another host.
 */
public final class Calls implements Disposable {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Endpoint endpoint;
    private final MeterRegistry meters;
    private final ConnectionProvider connections;
    private final ConnectionProvider streams;
    private final HttpClient http;

    /** Throws IllegalArgumentException when the CA file cannot be used. */
    public Calls(Endpoint endpoint, MeterRegistry meters) {
        this.endpoint = endpoint;
        this.meters = meters;
        this.connections = ConnectionProvider.builder("target-" + endpoint.name())
                .maxConnections(Endpoint.CONCURRENCY)
                .pendingAcquireMaxCount(Endpoint.WAITING)
                // none: the time-out of the whole call takes it out of the queue
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(IDLE)
                .build();
        this.streams = ConnectionProvider.newConnection();
        this.http = client(endpoint, connections);
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public Mono<Reply> call(HttpMethod method, String path, Map<String, String> headers, byte[] body) {
        return call(method, path, headers, body, endpoint.answer());
    }

    /** Sends bytes to a path below the url; none for methods without a body. */
    public Mono<Reply> call(HttpMethod method, String path, Map<String, String> headers, byte[] body, Duration within) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            HttpClient.RequestSender request = http.headers(all -> headers.forEach(all::set))
                    .request(method)
                    .uri(path);
            HttpClient.ResponseReceiver<?> sent =
                    body.length == 0 ? request : request.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)));
            return sent.response(this::collect)
                    .single()
                    .timeout(within)
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(failure -> Sentences.of(endpoint, failure, within))
                    .doOnSuccess(reply -> count(sample, reply.status() < 300 ? "ok" : "refused"))
                    .doOnError(failure -> count(sample, "failed"));
        });
    }

    /** A client without any time-out but the one of connecting, for streams; each has a connection of its own. */
    public HttpClient streaming() {
        return client(endpoint, streams);
    }

    @Override
    public void dispose() {
        connections.dispose();
        streams.dispose();
    }

    @Override
    public boolean isDisposed() {
        return connections.isDisposed();
    }

    private Mono<Reply> collect(HttpClientResponse response, ByteBufFlux content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String type = response.responseHeaders().get(HttpHeaderNames.CONTENT_TYPE, "");
        return content.doOnNext(part -> append(body, part))
                .then(Mono.fromSupplier(() -> new Reply(response.status().code(), type, body.toByteArray())));
    }

    private void append(ByteArrayOutputStream body, ByteBuf part) {
        if (body.size() + part.readableBytes() > endpoint.answerBytes()) {
            throw new TargetException(
                    endpoint.title() + " answers more than " + endpoint.answerBytes() + " bytes, which is the limit");
        }
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes);
        body.writeBytes(bytes);
    }

    private void count(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder("tidegate.target.calls")
                .description("calls to the servers behind targets, by how they ended")
                .tag("target", endpoint.name())
                .tag("outcome", outcome)
                .register(meters));
    }

    private static HttpClient client(Endpoint endpoint, ConnectionProvider provider) {
        HttpClient client = HttpClient.create(provider)
                .baseUrl(endpoint.url().toString().replaceFirst("/+$", ""))
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(Endpoint.CONNECT.toMillis()))
                .headers(headers -> headers.set(HttpHeaderNames.USER_AGENT, "tidegate"));
        if (endpoint.caFile().isEmpty()) {
            return client;
        }
        SslContext trust = trust(endpoint.caFile().get());
        return client.secure(tls -> tls.sslContext(trust));
    }

    private static SslContext trust(Path caFile) {
        try {
            return SslContextBuilder.forClient().trustManager(caFile.toFile()).build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the CA file " + caFile + " cannot be used: " + e.getMessage(), e);
        }
    }
}
