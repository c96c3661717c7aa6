package dev.tidegate.health.evidence.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchAsyncClient;
import co.elastic.clients.json.SimpleJsonpMapper;
import co.elastic.clients.transport.instrumentation.NoopInstrumentation;
import co.elastic.clients.transport.rest5_client.Rest5ClientOptions;
import co.elastic.clients.transport.rest5_client.Rest5ClientTransport;
import co.elastic.clients.transport.rest5_client.low_level.HttpAsyncResponseConsumerFactory.BasicAsyncResponseConsumerFactory;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import dev.tidegate.health.evidence.elasticsearch.ElasticsearchSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
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
    /** Larger answers are refused while they are read. */
    static final int MAX_ANSWER_BYTES = 16 << 20;

    private static final int MAX_CONNECTIONS = 8;
    private static final Duration HTTP_GIVES_UP_LATER = Duration.ofMillis(500);

    private final Rest5Client http;
    private final ElasticsearchAsyncClient client;
    private final Duration timeout;

    Client(ElasticsearchSettings settings) {
        timeout = settings.timeout();
        Timeout httpTimeout = Timeout.of(timeout.plus(HTTP_GIVES_UP_LATER));
        http = Rest5Client.builder(settings.url())
                .setDefaultHeaders(authorization(settings.login()))
                .setRequestConfigCallback(
                        request -> request.setResponseTimeout(httpTimeout).setConnectionRequestTimeout(httpTimeout))
                .setConnectionConfigCallback(
                        connection -> connection.setConnectTimeout(httpTimeout).setSocketTimeout(httpTimeout))
                .setConnectionManagerCallback(
                        pool -> pool.setMaxConnPerRoute(MAX_CONNECTIONS).setMaxConnTotal(MAX_CONNECTIONS))
                .setHttpClientConfigCallback(built -> built.setIOReactorConfig(
                        IOReactorConfig.custom().setIoThreadCount(1).build()))
                .build();
        RequestOptions bounded = RequestOptions.DEFAULT.toBuilder()
                .setHttpAsyncResponseConsumerFactory(new BasicAsyncResponseConsumerFactory(MAX_ANSWER_BYTES))
                .build();
        client = new ElasticsearchAsyncClient(new Rest5ClientTransport(
                http,
                SimpleJsonpMapper.INSTANCE,
                new Rest5ClientOptions(bounded, false),
                NoopInstrumentation.INSTANCE));
    }

    private static Header[] authorization(Login login) {
        return switch (login) {
            case Login.None none -> new Header[0];
            case Login.Basic basic ->
                authorization("Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (basic.user() + ":" + basic.password()).getBytes(StandardCharsets.UTF_8)));
            case Login.Token key -> authorization(key.token().indexOf(' ') > 0 ? key.token() : "ApiKey " + key.token());
        };
    }

    private static Header[] authorization(String value) {
        return new Header[] {new BasicHeader("Authorization", value)};
    }

    /**
     * Asks within the time-out; who stops waiting cancels the request. A request begins on a thread that may wait, since
     * the client resolves the host's name at once, and its answer is read on one that may not.
     */
    <T> Mono<T> ask(Function<ElasticsearchAsyncClient, CompletableFuture<T>> request) {
        return Mono.fromFuture(() -> request.apply(client))
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(Schedulers.parallel())
                .timeout(timeout);
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
