package dev.tidegate.health.evidence.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** A server of Debian's as a process of its own, that can be killed and started again. */
public final class RealServer implements AutoCloseable {
    private final List<String> command;
    private final Path log;
    private final URI ready;
    private @Nullable Process process;

    /** @param ready answers 2xx when the server is up */
    public RealServer(List<String> command, Path log, URI ready) {
        this.command = List.copyOf(command);
        this.log = log;
        this.ready = ready;
    }

    public void start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Boolean up = HttpClient.newConnection()
                .get()
                .uri(ready)
                .response()
                .map(response -> response.status().code() / 100 == 2)
                .onErrorReturn(false)
                .filter(Boolean::booleanValue)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(100)))
                .block(Duration.ofSeconds(60));
        assertThat(up).as("%s is up", command.getFirst()).isTrue();
    }

    /** As {@code kill -9}. */
    public void kill() {
        if (process == null) {
            return;
        }
        try {
            assertThat(process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** Asks until the answer is one that is waited for. */
    public static <T> T until(Mono<T> question, java.util.function.Predicate<T> wanted) {
        T found = Mono.defer(() -> question)
                .filter(wanted)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(100)))
                .block(Duration.ofSeconds(60));
        return java.util.Objects.requireNonNull(found);
    }

    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
