package dev.tidegate.gateway.people.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.gateway.people.Register;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Reads everybody who may come in. */
public final class R2dbcRegister implements Register.Source {
    private static final String REVISION = "select number from people_revision";
    private static final String ACCOUNTS = "select " + PeopleRows.ACCOUNT + " from person where not disabled";
    private static final String TOKENS = "select " + PeopleRows.TOKEN
            + " from access_token where revoked_at is null and (expires_at is null or expires_at > now())";
    private static final String SESSIONS =
            "select " + PeopleRows.SESSION + " from browser_session where expires_at > now()";

    private final Database database;

    public R2dbcRegister(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Long> revision() {
        return database.use(R2dbcRegister::revision).timeout(Database.BOUND);
    }

    /** The number is read first: what is written meanwhile has a higher one, and is read once more. */
    @Override
    public Mono<Register> load() {
        return database.use(connection -> revision(connection)
                        .flatMap(revision -> Mono.zip(
                                        query(connection, PeopleRows::account, ACCOUNTS),
                                        query(connection, PeopleRows::token, TOKENS),
                                        query(connection, PeopleRows::session, SESSIONS))
                                .map(all -> new Register(revision, all.getT1(), all.getT2(), all.getT3()))))
                .timeout(Database.BOUND);
    }

    private static Mono<Long> revision(Connection connection) {
        return query(connection, row -> Objects.requireNonNull(row.get("number", Long.class)), REVISION)
                .map(List::getFirst);
    }
}
