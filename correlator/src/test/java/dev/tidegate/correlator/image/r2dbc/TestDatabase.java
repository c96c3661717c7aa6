package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;

/** A migrated database of its own for a test class. */
public final class TestDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private TestDatabase() {}

    public static PostgresConnection migrated() {
        PostgresConnection at = SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
        return at;
    }

    public static ConnectionFactory connections(PostgresConnection at) {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(at.port())
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
    }
}
