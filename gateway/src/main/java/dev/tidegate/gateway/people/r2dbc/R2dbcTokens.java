package dev.tidegate.gateway.people.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.people.Tokens;
import dev.tidegate.rollout.audit.AuditEntry;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Tokens in table {@code access_token}. */
public final class R2dbcTokens implements Tokens {
    /** More are not shown; who has so many looks for those of one person. */
    private static final int SHOWN = 1_000;

    private static final String OF = "select " + PeopleRows.TOKEN + " from access_token"
            + " where $1 = '' or person = $1 order by created_at desc, id limit $2";
    private static final String ADD = """
            insert into access_token (id, hash, person, label, roles, created_at, created_by, expires_at)
            select $1, $2, name, $4, $5, $6, $7, $8::timestamptz from person
             where name = $3 and (select count(*) from access_token
                                   where person = $3 and revoked_at is null
                                     and (expires_at is null or expires_at > $6)) < $9""";
    private static final String REVOKE = "update access_token set revoked_at = $2 where id = $1 and revoked_at is null";
    private static final String USED =
            "update access_token set used_on = $2 where id = any ($1) and used_on is distinct from $2";

    private final Database database;

    public R2dbcTokens(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<AccessToken>> of(String person) {
        return database.use(connection -> query(connection, PeopleRows::token, OF, person, SHOWN))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<Boolean> add(AccessToken token, AuditEntry entry) {
        return Noted.write(
                database,
                entry,
                connection -> update(
                        connection,
                        ADD,
                        token.id(),
                        token.hash(),
                        token.person(),
                        token.label(),
                        PeopleRows.words(token.roles()),
                        token.createdAt(),
                        token.createdBy(),
                        token.expiresAt(),
                        Register.MAX_TOKENS_OF_ONE));
    }

    @Override
    public Mono<Boolean> revoke(String id, Instant at, AuditEntry entry) {
        return Noted.write(database, entry, connection -> update(connection, REVOKE, id, at));
    }

    @Override
    public Mono<Long> used(Set<String> ids, LocalDate day) {
        return database.use(connection -> update(connection, USED, ids.toArray(String[]::new), day))
                .timeout(Database.BOUND);
    }
}
