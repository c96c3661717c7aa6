package dev.tidegate.health.evidence.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Asks one server. Every question ends within the server's time-out, in at most its bytes, as an {@link Answer} of any
 * status or as an {@link UnansweredException}. Redirects are answers: following one could carry a secret to another host.
 * What comes after an answer runs outside of the event loop, which serves everybody.
 */
public final class ServerClient implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(ServerClient.class);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Server server;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final ConnectionProvider connections;
    private final HttpClient http;
    private final ServerClock serverClock = new ServerClock();

    /**
     * @param clock ours, which the server's is compared with
     * @throws IllegalArgumentException when the CA file cannot be used
     */
    public ServerClient(Server server, InstantSource clock, MeterRegistry meters) {
        this.server = server;
        this.clock = clock;
        this.meters = meters;
        HttpLimits limits = server.limits();
        this.connections = ConnectionProvider.builder("probe-" + server.name())
                .maxConnections(limits.concurrency())
                .pendingAcquireMaxCount(limits.waiting())
                // none: the time-out of the whole question takes it out of the queue
                .pendingAcquireTimeout(Duration.ZERO)
                .maxIdleTime(IDLE)
                .build();
        this.http = client(connections);
        Gauge.builder(
                        "tidegate.probe.clock.ahead",
                        serverClock,
                        found -> found.ahead().toSeconds())
                .description("how many seconds the server's clock is ahead of ours")
                .tag("server", server.name())
                .register(meters);
    }

    public Server server() {
        return server;
    }

    /** How far its clock is ahead of ours: zero unless the last answers showed more than five seconds. */
    public Duration ahead() {
        return serverClock.ahead();
    }

    /** Posts a form to a path below the server's url. */
    public Mono<Answer> post(String path, Form form) {
        return Mono.defer(() -> ask(path, form.toString()));
    }

    @Override
    public void dispose() {
        connections.dispose();
    }

    @Override
    public boolean isDisposed() {
        return connections.isDisposed();
    }

    private Mono<Answer> ask(String path, String form) {
        Instant asked = clock.instant();
        Timer.Sample sample = Timer.start(meters);
        Body body = new Body(server);
        return http.post()
                .uri(path)
                .send(Mono.fromSupplier(() -> ByteBufAllocator.DEFAULT
                        .buffer(form.length())
                        .writeBytes(form.getBytes(StandardCharsets.US_ASCII))))
                .response((response, content) -> {
                    HttpHeaders headers = response.responseHeaders();
                    note(headers.get(HttpHeaderNames.DATE), asked);
                    body.expect(headers.get(HttpHeaderNames.CONTENT_LENGTH));
                    int status = response.status().code();
                    String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
                    return Flux.from(content)
                            .doOnNext(body::append)
                            .then(Mono.fromSupplier(() -> new Answer(status, type, body.bytes(), body.length())));
                })
                .single()
                .timeout(server.limits().answer())
                .publishOn(Schedulers.parallel())
                .onErrorMap(failure -> failure instanceof TimeoutException
                        ? Sentences.late(server, body.received())
                        : Sentences.of(server, failure))
                .doOnSuccess(answer -> count(sample, answer.isOk() ? "ok" : "refused"))
                .doOnError(UnansweredException.class, failure -> count(sample, failure.outcome()));
    }

    private void count(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder("tidegate.probe.questions")
                .description("questions to servers, by how they ended")
                .tag("server", server.name())
                .tag("outcome", outcome)
                .register(meters));
    }

    private void note(@Nullable String date, Instant asked) {
        if (serverClock.observe(date, asked, clock.instant())) {
            log.warn(
                    "the clock of {} is {} s {} ours",
                    server.title(),
                    ahead().abs().toSeconds(),
                    ahead().isNegative() ? "behind" : "ahead of");
        }
    }

    private HttpClient client(ConnectionProvider provider) {
        HttpClient client = HttpClient.create(provider)
                .baseUrl(server.url().toString().replaceFirst("/+$", ""))
                .compress(true)
                .followRedirect(false)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(server.limits().connect().toMillis()))
                .headers(this::headers);
        if (server.caFile().isEmpty()) {
            return client;
        }
        SslContext trust = trust(server.caFile().get());
        return client.secure(tls -> tls.sslContext(trust));
    }

    private void headers(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED);
        headers.set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON);
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
