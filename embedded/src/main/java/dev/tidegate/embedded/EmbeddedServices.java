package dev.tidegate.embedded;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Kafka and PostgreSQL of one data directory, started and stopped together.
 *
 * <p>What they give out, {@link EmbeddedKafka#clientProperties()} and {@link EmbeddedPostgres#connection()}, has the
 * form that external services are configured with, so the code that uses them knows no difference. Starting and
 * stopping block; keep both off reactive threads.
 */
public final class EmbeddedServices implements AutoCloseable {
    private final DataDirectory directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private EmbeddedServices(DataDirectory directory, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        this.directory = directory;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    /**
     * Takes the data directory and starts both at the same time.
     *
     * @param progress is told, in a line each, what has happened; from any thread
     * @throws EmbeddedException naming the one that failed; the other has been stopped again and the directory let go
     */
    public static EmbeddedServices start(EmbeddedSettings settings, Consumer<String> progress) {
        return start(settings, progress, Durability.SURVIVES_POWER_LOSS);
    }

    static EmbeddedServices start(EmbeddedSettings settings, Consumer<String> progress, Durability durability) {
        DataDirectory directory = DataDirectory.open(settings.directory());
        progress.accept("data directory " + directory.path());
        CompletableFuture<EmbeddedPostgres> postgres = inBackground("postgres", () -> {
            long begin = System.nanoTime();
            EmbeddedPostgres started =
                    EmbeddedPostgres.start(directory, settings.postgresPort(), durability, Privileges.ofThisProcess());
            report(progress, "PostgreSQL", started.connection().port(), begin);
            return started;
        });
        CompletableFuture<EmbeddedKafka> kafka = inBackground("kafka", () -> {
            long begin = System.nanoTime();
            EmbeddedKafka started = EmbeddedKafka.start(directory, settings.kafkaPort());
            report(progress, "Kafka", started.port(), begin);
            return started;
        });
        try {
            return new EmbeddedServices(directory, kafka.join(), postgres.join());
        } catch (CompletionException failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            stopAll(cause, stopper(kafka), stopper(postgres), directory::close);
            throw cause instanceof EmbeddedException explained
                    ? explained
                    : new EmbeddedException("the embedded services could not start: " + Causes.explain(cause), cause);
        }
    }

    private static void report(Consumer<String> progress, String what, int port, long begin) {
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;
        progress.accept(
                String.format(Locale.ROOT, "%s on %s:%d, up in %.1f s", what, RememberedPorts.LOOPBACK, port, seconds));
    }

    private static <T> CompletableFuture<T> inBackground(String name, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().name("embedded-" + name).daemon().start(() -> {
            try {
                result.complete(work.get());
            } catch (Throwable failure) { // handed to the thread that waits, errors included
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    /** Waits for a start to end, and stops what it started, if anything. */
    private static Runnable stopper(CompletableFuture<? extends AutoCloseable> start) {
        return () -> start.handle((service, failure) -> service)
                .thenAccept(service -> {
                    if (service != null) {
                        close(service);
                    }
                })
                .join();
    }

    private static void close(AutoCloseable service) {
        try {
            service.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) { // what AutoCloseable declares; ours throw none
            throw new IllegalStateException(failure);
        }
    }

    /** Takes every step, whatever the ones before came to, and adds what went wrong to the first failure. */
    private static @Nullable Throwable stopAll(@Nullable Throwable first, Runnable... steps) {
        @Nullable Throwable failure = first;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException next) {
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        return failure;
    }

    public DataDirectory directory() {
        return directory;
    }

    public EmbeddedKafka kafka() {
        return kafka;
    }

    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** Completes with a sentence when one of the two cannot go on by itself; never after {@link #close()}. */
    public CompletionStage<String> failed() {
        CompletableFuture<String> failed = new CompletableFuture<>();
        kafka.failed().thenAccept(reason -> failed.complete("the embedded Kafka stopped: " + reason));
        postgres.failed().thenAccept(reason -> failed.complete("the embedded PostgreSQL stopped: " + reason));
        return failed.minimalCompletionStage();
    }

    /** Stops both at the same time, then lets go of the directory. */
    @Override
    public void close() {
        CompletableFuture<Boolean> postgresStopped = inBackground("postgres-stop", () -> {
            postgres.close();
            return true;
        });
        @Nullable Throwable failure = stopAll(null, kafka::close, postgresStopped::join, directory::close);
        if (failure != null) {
            throw new EmbeddedException(
                    "the embedded services did not stop cleanly: " + Causes.explain(failure), failure);
        }
    }
}
