package dev.tidegate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Tests of one JVM share the servers and nothing in them. */
class SharedEmbeddedTest {
    private final SharedEmbedded shared = SharedEmbedded.get();

    @Test
    void thereIsOneInstance() {
        assertThat(SharedEmbedded.get()).isSameAs(shared);
        assertThat(shared.freshTopicPrefix()).isNotEqualTo(shared.freshTopicPrefix());
    }

    @Test
    void everyDatabaseIsItsOwn() throws SQLException {
        PostgresConnection first = shared.freshDatabase();
        PostgresConnection second = shared.freshDatabase();
        Traces.leaveInPostgres(first, "first");
        Traces.leaveInPostgres(second, "second");
        assertThat(Traces.inPostgres(first)).containsExactly("first");
        assertThat(Traces.inPostgres(second)).containsExactly("second");
    }

    @Test
    void aDatabaseCanStartAsACopy() throws SQLException {
        PostgresConnection template = shared.freshDatabase();
        Traces.leaveInPostgres(template, "migrated");
        PostgresConnection copy = shared.freshDatabase(template);
        Traces.leaveInPostgres(copy, "own");
        assertThat(Traces.inPostgres(copy)).containsExactly("migrated", "own");
        assertThat(Traces.inPostgres(template)).containsExactly("migrated");
    }

    @Test
    void aMigrationRunsOnce() throws SQLException {
        AtomicInteger runs = new AtomicInteger();
        Consumer<PostgresConnection> migration = database -> {
            runs.incrementAndGet();
            try {
                Traces.leaveInPostgres(database, "migrated");
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        };
        Traces.leaveInPostgres(shared.migratedDatabase("traces", migration), "own");
        assertThat(Traces.inPostgres(shared.migratedDatabase("traces", migration)))
                .containsExactly("migrated");
        assertThat(runs).hasValue(1);
    }

    @Test
    void theReactiveDriverGetsInToo() {
        PostgresConnection database = shared.freshDatabase();
        ConnectionFactory factory = ConnectionFactories.get(ConnectionFactoryOptions.parse(database.r2dbcUrl())
                .mutate()
                .option(ConnectionFactoryOptions.USER, database.user())
                .option(ConnectionFactoryOptions.PASSWORD, database.password())
                .build());
        Flux<String> name = Flux.usingWhen(
                factory.create(),
                connection -> Flux.from(connection
                                .createStatement("SELECT current_database()::text")
                                .execute())
                        .flatMap(result -> result.map((row, metadata) -> String.valueOf(row.get(0)))),
                Connection::close);
        assertThat(name.collectList().block()).containsExactly(database.database());
        assertThat(database.r2dbcUrl()).endsWith("/" + database.database());
    }
}
