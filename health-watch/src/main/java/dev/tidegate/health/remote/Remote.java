package dev.tidegate.health.remote;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Speaks with one server. Every call ends within its time-out, in at most the server's bytes, as an {@link Answer} of any
 * status or as an {@link UnansweredException}, and is counted. Redirects are answers: following one could carry a secret to
 * another host. What comes after an answer runs outside of the event loop, which serves everybody.
 */
public final class Remote implements Disposable {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Server server;
    private final Manner manner;
    private final Sentences sentences;
    private final MeterRegistry meters;
    private final ConnectionProvider connections;
    private final ConnectionProvider streams;
    private final HttpClient http;

    /** @throws IllegalArgumentException when the CA file cannot be used */
    public Remote(Server server, Manner manner, MeterRegistry meters) {
        this.server = server;
        this.manner = manner;
        this.sentences = new Sentences(server, manner);
        this.meters = meters;
        HttpLimits limits = server.limits();
        this.connections = ConnectionProvider.builder(manner.pool() + "-" + server.name())
                .maxConnections(limits.concurrency())
                .pendingAcquireMaxCount(limits.waiting())
                // none: the time-out of the whole call takes it out of the queue
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(IDLE)
                .build();
        this.streams = ConnectionProvider.newConnection();
        this.http = client(connections).compress(manner.onlyAsks()).disableRetry(!manner.onlyAsks());
    }

    public Server server() {
        return server;
    }

    /** Within the server's time-out for answers. */
    public Mono<Answer> call(Call call) {
        return call(call, server.limits().answer(), heads -> {});
    }

    /**
     * Sends a call when it is subscribed to.
     *
     * @param within so long in all: waiting for its turn, connecting, and the last byte of the answer
     * @param heads is shown the answer's headers as soon as they are there
     */
    public Mono<Answer> call(Call call, Duration within, Consumer<HttpHeaders> heads) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            Body body = new Body(server.limits().answerBytes(), sentences);
            HttpClient.RequestSender request = http.headers(
                            headers -> call.headers().forEach(headers::set))
                    .request(call.method())
                    .uri(call.path());
            HttpClient.ResponseReceiver<?> sent = call.body().length == 0
                    ? request
                    : request.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(call.body())));
            return sent.response((response, content) -> {
                        HttpHeaders headers = response.responseHeaders();
                        heads.accept(headers);
                        body.expect(headers.get(HttpHeaderNames.CONTENT_LENGTH));
                        int status = response.status().code();
                        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
                        return Flux.from(content)
                                .doOnNext(body::append)
                                .then(Mono.fromSupplier(() -> new Answer(status, type, body.bytes(), body.length())));
                    })
                    .single()
                    .timeout(within)
                    .publishOn(Schedulers.parallel())
                    .onErrorMap(failure -> failure instanceof TimeoutException
                            ? sentences.late(within, body.received())
                            : sentences.of(failure))
                    .doOnSuccess(answer -> count(sample, answer.status() / 100 == 2 ? "ok" : "refused"))
                    .doOnError(UnansweredException.class, failure -> count(sample, failure.outcome()));
        });
    }

    /**
     * For streams: without any time-out but the one of connecting, unpacked, and with a connection of its own for each. It
     * fails as Netty does.
     */
    public HttpClient streaming() {
        return client(streams);
    }

    /** Why a call has no answer within this time, for those that wait for more than one. */
    public UnansweredException late(Duration within) {
        return sentences.late(within, 0);
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

    private void count(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder(manner.meter())
                .description(manner.description())
                .tag(manner.tag(), server.name())
                .tag("outcome", outcome)
                .register(meters));
    }

    private HttpClient client(ConnectionProvider provider) {
        HttpClient client = HttpClient.create(provider)
                .baseUrl(server.url().toString().replaceFirst("/+$", ""))
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
