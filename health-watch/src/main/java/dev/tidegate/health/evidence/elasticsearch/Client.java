package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest5_client.Rest5ClientOptions;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory.BasicAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The official client with bounds: on time, on connections, on the size of an answer. */
final class Client implements AutoCloseable {
    private static final Duration HTTP_GIVES_UP_LATER = Duration.ofMillis(500);

    private final Rest5Client http;
    private final ElasticsearchAsyncClient client;
    private final Server server;
    private final MeterRegistry meters;

    Client(Server server, MeterRegistry meters) {
        this.server = server;
        this.meters = meters;
        Timeout answer = Timeout.of(server.limits().answer().plus(HTTP_GIVES_UP_LATER));
        Timeout connect = Timeout.of(server.limits().connect());
        int connections = server.limits().concurrency();
        Rest5ClientBuilder builder = Rest5Client.builder(server.url())
                .setDefaultHeaders(headers(server))
                .setRequestConfigCallback(
                        request -> request.setResponseTimeout(answer).setConnectionRequestTimeout(answer))
                .setConnectionConfigCallback(
                        connection -> connection.setConnectTimeout(connect).setSocketTimeout(answer))
                .setConnectionManagerCallback(
                        pool -> pool.setMaxConnPerRoute(connections).setMaxConnTotal(connections))
                .setHttpClientConfigCallback(built -> built.setIOReactorConfig(
                        IOReactorConfig.custom().setIoThreadCount(1).build()));
        server.caFile().ifPresent(file -> builder.setSSLContext(Trust.in(server, file)));
        http = builder.build();
        RequestOptions bounded = RequestOptions.DEFAULT.toBuilder()
                .setHttpAsyncResponseConsumerFactory(
                        new BasicAsyncResponseConsumerFactory(server.limits().answerBytes()))
                .build();
        client = new ElasticsearchAsyncClient(new Rest5ClientTransport(
                http,
                SimpleJsonpMapper.INSTANCE,
                new Rest5ClientOptions(bounded, false),
                NoopInstrumentation.INSTANCE));
    }

    private static Header[] headers(Server server) {
        List<Header> headers = new ArrayList<>();
        authorization(server.credentials()).ifPresent(value -> headers.add(new BasicHeader("Authorization", value)));
        server.headers().forEach((name, value) -> headers.add(new BasicHeader(name, value)));
        return headers.toArray(Header[]::new);
    }

    /** A token is an API key, as Kibana shows it encoded, unless it says itself what it is: {@code Bearer AAEAA…}. */
    private static Optional<String> authorization(Credentials credentials) {
        return credentials instanceof Credentials.Bearer token
                ? Optional.of(token.token().indexOf(' ') > 0 ? token.token() : "ApiKey " + token.token())
                : credentials.header();
    }

    /**
     * Asks within the time-out; who stops waiting cancels the request. A request begins on a thread that may wait, since
     * the client resolves the host's name at once, and its answer is read on one that may not.
     */
    <T> Mono<T> ask(Function<ElasticsearchAsyncClient, CompletableFuture<T>> request) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return Mono.fromFuture(() -> request.apply(client))
                    .subscribeOn(Schedulers.boundedElastic())
                    .publishOn(Schedulers.parallel())
                    .timeout(server.limits().answer())
                    .doOnSuccess(answer -> count(sample, "ok"))
                    .doOnError(failure -> count(sample, Faults.outcome(failure)));
        });
    }

    private void count(Timer.Sample sample, String outcome) {
        sample.stop(Timer.builder("tidegate.probe.questions")
                .description("questions to servers, by how they ended")
                .tag("server", server.name())
                .tag("outcome", outcome)
                .register(meters));
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
