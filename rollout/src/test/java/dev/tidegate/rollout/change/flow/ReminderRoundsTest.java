package dev.tidegate.rollout.change.flow;

import static dev.tidegate.rollout.change.flow.Desk.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.change.Approval.Side;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.Reminder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;

class ReminderRoundsTest {
    private final Desk desk = new Desk();
    private final ReminderRounds rounds = new ReminderRounds(
            desk.book, desk.reminders, desk.history, ChangeSettings.of("test"), Schedulers.parallel(), desk.meters);

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void bothSidesAreRemindedTwiceAndThenItIsEscalated() {
        Change change = new Change("c1", "acme", "ann", 1, Examples.content("x"), List.of(), Optional.empty());
        assertThat(Reminder.of(change, Examples.NOW))
                .extracting(
                        Reminder::to,
                        reminder -> Duration.between(reminder.dueAt(), Examples.START)
                                .toHours())
                .containsExactly(
                        tuple(Person.Role.VALIDATOR, 24L),
                        tuple(Person.Role.CUSTOMER_APPROVER, 24L),
                        tuple(Person.Role.VALIDATOR, 4L),
                        tuple(Person.Role.CUSTOMER_APPROVER, 4L),
                        tuple(Person.Role.CUSTOMER_SUCCESS_MANAGER, 1L));
        assertThat(Reminder.of(change, Examples.START.minusSeconds(7_200))).hasSize(1);
    }

    @Test
    void whatIsDueIsToldOnceAndWhatWasAnsweredIsNot() {
        desk.created(
                "c1",
                Examples.content(
                        "Raise the limit", "{role=\"compute\"}", Instant.now().plusSeconds(200_000)));
        desk.staged("c1");
        done(desk.yes("c1", Examples.SUE, Side.SUPPORT));
        done(desk.database.use(connection -> Database.update(
                connection, "update reminder set due_at = now() - interval '1 second' where number < 3")));

        assertThat(done(rounds.round())).isEqualTo(1);
        assertThat(done(rounds.round())).isZero();

        assertThat(done(desk.book.timeline("c1", 100)))
                .extracting(AuditRecord::action)
                .containsOnlyOnce("change.reminded");
        assertThat(desk.word("select string_agg(state, ' ' order by number) from reminder"))
                .contains("dropped told waiting waiting waiting");
        assertThat(desk.meters
                        .counter("tidegate.changes.reminders", "to", "customer-approver")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aNewRevisionDropsTheOldReminders() {
        desk.created("c1", Examples.content("Raise the limit"));
        done(desk.changes.edit("c1", Examples.ANN, Examples.content("Raise it further")));
        assertThat(desk.word("select string_agg(distinct revision || ' ' || state, ', ') from reminder"))
                .contains("1 dropped, 2 waiting");
    }
}
