package dev.tidegate.gateway.people.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.Accounts;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.rollout.audit.AuditEntry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.util.List;
import reactor.core.publisher.Mono;

/** People in table {@code person}. */
public final class R2dbcAccounts implements Accounts {
    private static final String ALL = "select " + PeopleRows.ACCOUNT + " from person order by name limit $1";
    private static final String ONE = "select " + PeopleRows.ACCOUNT + " from person where name = $1";
    private static final String ADD = """
            insert into person (name, tenant, roles, password, disabled, created_at, created_by)
            select $1, $2, $3, $4, $5, $6, $7 where (select count(*) from person) < $8
            on conflict do nothing""";
    private static final String CHANGE = "update person set tenant = $2, roles = $3, disabled = $4 where name = $1";
    private static final String PASSWORD = "update person set password = $2 where name = $1";
    private static final String SIGN_OUT = "delete from browser_session where person = $1"
            + " or token in (select hash from access_token where person = $1)";

    private final Database database;

    public R2dbcAccounts(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<Account>> all() {
        return database.use(connection -> query(connection, PeopleRows::account, ALL, Register.MAX_PEOPLE))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<Account> one(String name) {
        return database.use(connection -> query(connection, PeopleRows::account, ONE, name))
                .timeout(Database.BOUND)
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    @Override
    public Mono<Boolean> add(Account account, AuditEntry entry) {
        return Noted.write(
                database,
                entry,
                connection -> update(
                        connection,
                        ADD,
                        account.name(),
                        account.tenant(),
                        PeopleRows.words(account.roles()),
                        account.password(),
                        account.disabled(),
                        account.createdAt(),
                        account.createdBy(),
                        Register.MAX_PEOPLE));
    }

    @Override
    public Mono<Boolean> change(Account account, AuditEntry entry) {
        return Noted.write(
                database,
                entry,
                connection -> signOutAfter(
                        connection,
                        account.name(),
                        update(
                                connection,
                                CHANGE,
                                account.name(),
                                account.tenant(),
                                PeopleRows.words(account.roles()),
                                account.disabled())));
    }

    @Override
    public Mono<Boolean> password(String name, String hash, AuditEntry entry) {
        return Noted.write(
                database,
                entry,
                connection -> signOutAfter(connection, name, update(connection, PASSWORD, name, hash)));
    }

    private static Mono<Long> signOutAfter(Connection connection, String name, Mono<Long> change) {
        return change.flatMap(rows -> update(connection, SIGN_OUT, name).thenReturn(rows));
    }
}
