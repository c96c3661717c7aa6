package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.config.Pools.Limits;
import dev.tidegate.gateway.problem.NoConnectionException;
import dev.tidegate.gateway.problem.NoConnectionException.Why;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What a pool that is full, or cannot be filled, says and counts; and that the other pool does not notice. */
class PoolsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final PostgresConnection DATABASE = SharedEmbedded.get().freshDatabase();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private static Connection take(ConnectionFactory pool) {
        return Objects.requireNonNull(Mono.from(pool.create()).block(PATIENCE));
    }

    private static void giveBack(Connection connection) {
        Mono.from(connection.close()).block(PATIENCE);
    }

    private static Why refusal(ConnectionFactory pool) {
        return Objects.requireNonNull(catchThrowableOfType(NoConnectionException.class, () -> take(pool)))
                .why();
    }

    private double refused(String reason) {
        return meters.get("tidegate.postgres.refused")
                .tags("pool", "readers", "reason", reason)
                .counter()
                .count();
    }

    private double connections(String state) {
        return meters.get("tidegate.postgres.connections")
                .tags("pool", "readers", "state", state)
                .gauge()
                .value();
    }

    @Test
    void whoComesWhenTheQueueIsFullIsRefusedAtOnce() {
        try (Pools pools = Pools.to(DATABASE, Limits.SHARDS, new Limits(1, 1, PATIENCE), meters)) {
            Connection held = take(pools.readers());
            CompletableFuture<? extends Connection> waiting =
                    Mono.from(pools.readers().create()).toFuture();
            assertThat(connections("used")).isEqualTo(1);
            assertThat(connections("waited-for")).isEqualTo(1);
            assertThat(refused("queue_full")).isZero();
            assertThat(refusal(pools.readers())).isEqualTo(Why.QUEUE_FULL);
            assertThat(refused("queue_full")).isEqualTo(1);
            giveBack(take(pools.shards()));
            giveBack(held);
            giveBack(waiting.join());
            giveBack(take(pools.readers()));
        }
    }

    @Test
    void whoWaitsTooLongIsRefused() {
        try (Pools pools = Pools.to(DATABASE, Limits.SHARDS, new Limits(1, 1, Duration.ofMillis(50)), meters)) {
            Connection held = connected(pools.readers());
            assertThat(refusal(pools.readers())).isEqualTo(Why.WAITED);
            assertThat(refused("waited")).isPositive();
            giveBack(held);
        }
    }

    /** To connect may itself take longer than the wait; it goes on, and the next who asks finds the connection. */
    private static Connection connected(ConnectionFactory pool) {
        return Objects.requireNonNull(
                Mono.from(pool.create()).retry().timeout(PATIENCE).block(PATIENCE));
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        PostgresConnection gone = new PostgresConnection(
                DATABASE.host(), nobody, DATABASE.database(), DATABASE.user(), DATABASE.password());
        try (Pools pools = Pools.to(gone, meters)) {
            assertThat(refusal(pools.readers())).isEqualTo(Why.UNREACHABLE);
            assertThat(refused("unreachable")).isEqualTo(1);
        }
    }

    @Test
    void theNumbersAreInTheOperatorsTable() throws IOException {
        assertThat(Files.readString(Path.of("../docs/operations.md")))
                .contains("| %d for shards, %d for readers |"
                        .formatted(Limits.SHARDS.connections(), Limits.READERS.connections()))
                .contains("| %,d, each for %d s |"
                        .formatted(
                                Limits.READERS.waiting(),
                                Limits.READERS.patience().toSeconds()));
    }
}
