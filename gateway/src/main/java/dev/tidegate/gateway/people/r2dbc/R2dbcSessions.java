package dev.tidegate.gateway.people.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.gateway.people.OpenSession;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.people.Sessions;
import dev.tidegate.rollout.audit.AuditEntry;
import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

/** Sessions in table {@code browser_session}. */
public final class R2dbcSessions implements Sessions {
    private static final String TIDY = """
            delete from browser_session where expires_at <= $1 or hash in (
              select hash from browser_session
               where person is not distinct from $2 and token is not distinct from $3
               order by created_at desc offset $4)""";
    private static final String OPEN = "insert into browser_session (hash, person, token, created_at, expires_at)"
            + " values ($1, $2, $3, $4, $5)";
    private static final String CLOSE = "delete from browser_session where hash = $1";

    private final Database database;

    public R2dbcSessions(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> open(OpenSession session, AuditEntry entry) {
        return Noted.write(
                database,
                entry,
                connection -> update(
                                connection,
                                TIDY,
                                session.createdAt(),
                                session.person(),
                                session.token(),
                                Register.MAX_SESSIONS_OF_ONE - 1)
                        .then(update(
                                connection,
                                OPEN,
                                session.hash(),
                                session.person(),
                                session.token(),
                                session.createdAt(),
                                session.expiresAt())));
    }

    @Override
    public Mono<Boolean> close(String hash, AuditEntry entry) {
        return Noted.write(database, entry, connection -> update(connection, CLOSE, hash));
    }
}
