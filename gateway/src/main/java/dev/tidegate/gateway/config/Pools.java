package dev.tidegate.gateway.config;

import dev.tidegate.embedded.PostgresConnection;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import java.time.Duration;

/**
 * Connections to PostgreSQL, in two pools, so that readers who ask for much can never keep the shards from writing.
 *
 * @param shards for claims, loads and commits
 * @param readers for what comes in through the doors
 */
record Pools(ConnectionPool shards, ConnectionPool readers) implements AutoCloseable {
    /** A connection per partition and a few for claims, relay and retention. */
    private static final int SHARD_CONNECTIONS = 12;

    private static final int READER_CONNECTIONS = 8;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration WAIT_AT_MOST = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(10);

    static Pools to(PostgresConnection server) {
        return new Pools(pool(server, "shards", SHARD_CONNECTIONS), pool(server, "readers", READER_CONNECTIONS));
    }

    private static ConnectionPool pool(PostgresConnection server, String name, int most) {
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
                .maxSize(most)
                .maxIdleTime(IDLE)
                .maxCreateConnectionTime(CONNECT_WITHIN)
                .maxAcquireTime(WAIT_AT_MOST)
                .build());
    }

    @Override
    public void close() {
        shards.dispose();
        readers.dispose();
    }
}
