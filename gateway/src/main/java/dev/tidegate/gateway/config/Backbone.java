package dev.tidegate.gateway.config;

import dev.tidegate.embedded.EmbeddedServices;
import dev.tidegate.embedded.EmbeddedSettings;
import dev.tidegate.embedded.PostgresConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the log and the database are. The embedded ones start in the background, so that the rest of the application
 * gets ready meanwhile; asking for an address waits for them. Whoever asks does so while starting, never on an event loop.
 */
public final class Backbone implements AutoCloseable {
    private final CompletableFuture<EmbeddedServices> embedded;
    private final Map<String, Object> kafka;
    private final @Nullable PostgresConnection postgres;

    private Backbone(
            CompletableFuture<EmbeddedServices> embedded,
            Map<String, Object> kafka,
            @Nullable PostgresConnection postgres) {
        this.embedded = embedded;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /** @param progress is told in a line each what has started; from any thread */
    public static Backbone start(TidegateProperties properties, Consumer<String> progress) {
        if (!properties.embedded()) {
            Map<String, Object> kafka = new HashMap<>(properties.kafkaClient());
            kafka.put("bootstrap.servers", properties.kafka());
            return new Backbone(
                    CompletableFuture.failedFuture(new IllegalStateException("nothing is embedded")),
                    kafka,
                    PostgresUrl.parse(properties.postgres()));
        }
        CompletableFuture<EmbeddedServices> starting = new CompletableFuture<>();
        Thread.ofPlatform().name("backbone").start(() -> {
            try {
                starting.complete(EmbeddedServices.start(EmbeddedSettings.at(properties.dataDirectory()), progress));
            } catch (Throwable failure) { // handed to the threads that wait, errors included
                starting.completeExceptionally(failure);
            }
        });
        return new Backbone(starting, Map.of(), null);
    }

    /** What any Kafka client needs to reach the log. */
    public Map<String, Object> kafka() {
        return postgres != null ? kafka : running().kafka().clientProperties();
    }

    /** Where the database is and how to log in. */
    public PostgresConnection postgres() {
        return postgres != null ? postgres : running().postgres().connection();
    }

    /** Completes with a sentence when an embedded service cannot go on by itself. */
    public CompletionStage<String> failed() {
        return embedded.thenCompose(EmbeddedServices::failed);
    }

    private EmbeddedServices running() {
        try {
            return embedded.join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException explained) {
                throw explained;
            }
            throw failure;
        }
    }

    /** Stops what is embedded, also when it is still starting. */
    @Override
    public void close() {
        embedded.handle((services, failure) -> services)
                .thenAccept(services -> {
                    if (services != null) {
                        services.close();
                    }
                })
                .join();
    }
}
