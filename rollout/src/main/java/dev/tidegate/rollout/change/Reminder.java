package dev.tidegate.rollout.change;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody is to be reminded, when answers are still missing by then.
 *
 * @param number from 1 within the revision
 * @param to which role
 * @param words what they are told
 */
public record Reminder(String change, int revision, int number, Instant dueAt, Person.Role to, String words) {
    private static final List<Duration> BEFORE = List.of(Duration.ofHours(24), Duration.ofHours(4));
    private static final Duration ESCALATION = Duration.ofHours(1);

    /**
     * The reminders of a revision: both sides a day and four hours before it begins, and an hour before the customer success
     * manager. Times that have passed are left out.
     */
    public static List<Reminder> of(Change change, Instant now) {
        List<Reminder> reminders = new ArrayList<>();
        Instant start = change.content().start();
        String what = "\"" + change.content().title() + "\" begins at " + start;
        for (Duration before : BEFORE) {
            for (Approval.Side side : Approval.Side.values()) {
                add(reminders, change, start.minus(before), side.role(), what + " and waits for your answer", now);
            }
        }
        add(
                reminders,
                change,
                start.minus(ESCALATION),
                Person.Role.CUSTOMER_SUCCESS_MANAGER,
                what
                        + " within the hour and is not approved: find those who answer, or tell the customer that it waits",
                now);
        return reminders;
    }

    private static void add(
            List<Reminder> reminders, Change change, Instant due, Person.Role to, String words, Instant now) {
        if (due.isAfter(now)) {
            reminders.add(new Reminder(change.id(), change.revision(), reminders.size() + 1, due, to, words));
        }
    }

    /** Whether it is still worth telling: its revision is the newest and this role's answer is missing. */
    public boolean stillNeeded(Change change, Instant now) {
        if (change.revision() != revision || !(Approvals.standing(change, now) instanceof Standing.Waiting waiting)) {
            return false;
        }
        return to == Person.Role.CUSTOMER_SUCCESS_MANAGER
                || waiting.missing().stream().anyMatch(side -> side.role() == to);
    }
}
