package dev.tidegate.rollout.change.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAudit;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.change.Reminders;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** The outbox in table {@code reminder}. */
public final class R2dbcReminders implements Reminders {
    private static final String CLAIM = """
            update reminder r set claimed_by = $1, claimed_until = clock_timestamp() + make_interval(secs => $2)
              from (select change, revision, number from reminder
                     where state = 'waiting' and due_at <= clock_timestamp()
                       and (claimed_until is null or claimed_until < clock_timestamp())
                     order by due_at limit $3 for update skip locked) d
             where r.change = d.change and r.revision = d.revision and r.number = d.number
            returning r.change, r.revision, r.number, r.due_at, r.about, r.to_role, r.words""";
    private static final String TOLD = """
            update reminder set state = 'told', settled_at = $4
             where change = $1 and revision = $2 and number = $3 and state = 'waiting'""";
    private static final String DROPPED = """
            update reminder set state = 'dropped', settled_at = clock_timestamp(), why = $4
             where change = $1 and revision = $2 and number = $3 and state = 'waiting'""";

    private final Database database;

    public R2dbcReminders(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<Reminder>> claim(String owner, Duration lease, int atMost) {
        return database.use(connection ->
                query(connection, R2dbcReminders::reminder, CLAIM, owner, (double) lease.toSeconds(), atMost));
    }

    private static Reminder reminder(Readable row) {
        return new Reminder(
                ChangeRows.text(row, "change"),
                ChangeRows.there(row, "revision", Integer.class),
                ChangeRows.there(row, "number", Integer.class),
                ChangeRows.there(row, "due_at", Instant.class),
                Reminder.About.valueOf(ChangeRows.text(row, "about")),
                Person.Role.valueOf(ChangeRows.text(row, "to_role")),
                ChangeRows.text(row, "words"));
    }

    @Override
    public Mono<Boolean> told(Reminder reminder, AuditEntry audit) {
        return database.transaction(connection -> update(
                        connection, TOLD, reminder.change(), reminder.revision(), reminder.number(), audit.at())
                .flatMap(rows -> rows == 0
                        ? Mono.just(false)
                        : R2dbcAudit.append(connection, List.of(audit)).thenReturn(true)));
    }

    @Override
    public Mono<Boolean> dropped(Reminder reminder, String why) {
        return database.use(connection ->
                        update(connection, DROPPED, reminder.change(), reminder.revision(), reminder.number(), why))
                .map(rows -> rows > 0);
    }
}
