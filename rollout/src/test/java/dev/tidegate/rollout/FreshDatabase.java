package dev.tidegate.rollout;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;

/** An empty database with every table, on a real PostgreSQL. */
public final class FreshDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private FreshDatabase() {}

    /** Connections to a new one. */
    public static ConnectionFactory make() {
        PostgresConnection at = place();
        return connections(at, at.port());
    }

    /** Where a new one is. */
    public static PostgresConnection place() {
        return SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
    }

    /** Connections by another port, where somebody else passes on what is said. */
    public static ConnectionFactory connections(PostgresConnection at, int port) {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(port)
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
    }
}
