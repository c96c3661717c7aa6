package dev.tidegate.gateway.config;

import dev.tidegate.embedded.PostgresConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Connections to PostgreSQL, in two pools, so that readers who ask for much can never keep the shards from writing.
 *
 * @param shards for claims, loads and commits
 * @param readers for what comes in through the doors
 * @param end closes all of them
 */
record Pools(ConnectionFactory shards, ConnectionFactory readers, Mono<Void> end) implements AutoCloseable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofMinutes(10);

    /**
     * What a pool is held to.
     *
     * @param connections at most
     * @param waiting so many may wait for one; whoever comes then is refused at once
     * @param patience for so long one waits, and is refused then
     */
    record Limits(int connections, int waiting, Duration patience) {
        private static final Duration WAIT = Duration.ofSeconds(10);
        /** A connection per partition and a few for claims, relay and retention. */
        static final Limits SHARDS = new Limits(12, 1_000, WAIT);
        /** As many may wait as may read streams: when they all come back at once, each is given its snapshot. */
        static final Limits READERS = new Limits(8, 10_000, WAIT);
    }

    static Pools to(PostgresConnection server, MeterRegistry meters) {
        return to(server, Limits.SHARDS, Limits.READERS, meters);
    }

    static Pools to(PostgresConnection server, Limits forShards, Limits forReaders, MeterRegistry meters) {
        ConnectionPool shards = pool(server, "shards", forShards);
        ConnectionPool readers = pool(server, "readers", forReaders);
        return new Pools(
                new CountedConnections(shards, "shards", forShards, meters),
                new CountedConnections(readers, "readers", forReaders, meters),
                Mono.defer(() -> Mono.whenDelayError(shards.disposeLater(), readers.disposeLater())));
    }

    private static ConnectionPool pool(PostgresConnection server, String name, Limits limits) {
        PostgresqlConnectionFactory connections =
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host(server.host())
                        .port(server.port())
                        .database(server.database())
                        .username(server.user())
                        .password(server.password())
                        .applicationName("tidegate " + name)
                        .connectTimeout(CONNECT_WITHIN)
                        .tcpKeepAlive(true)
                        .build());
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .name(name)
                .initialSize(0)
                .minIdle(0)
                .maxSize(limits.connections())
                .maxIdleTime(IDLE)
                .maxCreateConnectionTime(CONNECT_WITHIN)
                .maxAcquireTime(limits.patience())
                .customizer(builder -> builder.maxPendingAcquire(limits.waiting()))
                .build());
    }

    @Override
    public void close() {
        Waiting.until(end);
    }
}
