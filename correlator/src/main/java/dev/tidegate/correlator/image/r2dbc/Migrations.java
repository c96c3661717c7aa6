package dev.tidegate.correlator.image.r2dbc;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Brings the schema up to date at start. Several processes may start at once: one migrates, the others wait for it. */
public final class Migrations {
    private Migrations() {}

    /**
     * Migrates, off the reactive threads; gives the number of steps taken.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
     * @return fails with {@link SchemaException} when the database cannot be reached or its schema is newer than this
     *     release or was changed by hand
     */
    public static Mono<Integer> migrate(String jdbcUrl, String user, String password) {
        return Mono.fromCallable(() -> Flyway.configure()
                        .dataSource(jdbcUrl, user, password)
                        .locations("classpath:db/migration")
                        .ignoreMigrationPatterns(new String[0]) // a schema from the future is an error
                        .load()
                        .migrate()
                        .migrationsExecuted)
                .subscribeOn(Schedulers.boundedElastic())
                .onErrorMap(FlywayException.class, failure -> new SchemaException(explain(jdbcUrl, failure), failure));
    }

    private static String explain(String jdbcUrl, FlywayException failure) {
        String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failure instanceof FlywayValidateException
                ? "the tables in " + jdbcUrl + " are from a newer release or were changed by hand; run the release that"
                        + " wrote them, or restore them: " + failure.getMessage()
                : "the tables in " + jdbcUrl + " could not be brought up to date: " + reason;
    }
}
