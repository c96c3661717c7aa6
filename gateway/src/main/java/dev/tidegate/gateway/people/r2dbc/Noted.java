package dev.tidegate.gateway.people.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import io.r2dbc.spi.Connection;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A write that counts up the revision and is noted in the audit, all in one transaction. */
final class Noted {
    private static final String COUNT = "update people_revision set number = number + 1";

    private Noted() {}

    /**
     * Writes.
     *
     * @param work gives the number of rows it touched; with none, nothing is noted
     * @return whether it touched any
     */
    static Mono<Boolean> write(Database database, AuditEntry entry, Function<Connection, Mono<Long>> work) {
        return database.transaction(connection -> work.apply(connection)
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : update(connection, COUNT)
                                .then(R2dbcAudit.append(connection, List.of(entry)))
                                .thenReturn(true)));
    }
}
