package dev.tidegate.rollout.change;

import dev.tidegate.model.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody is to be reminded, when they are still waited for by then.
 *
 * @param number from 1 within the revision
 * @param to which role
 * @param words what they are told
 */
public record Reminder(
        String change, int revision, int number, Instant dueAt, About about, Person.Role to, String words) {
    private static final List<Duration> BEFORE = List.of(Duration.ofHours(24), Duration.ofHours(4));
    private static final Duration ESCALATION = Duration.ofHours(1);
    private static final List<Duration> AFTERWARDS =
            List.of(Duration.ofHours(1), Duration.ofHours(8), Duration.ofHours(24));
    private static final List<Duration> OVERDUE = List.of(Duration.ofHours(24), Duration.ofHours(72));

    /** What is waited for. */
    public enum About {
        /** A side's answer. */
        ANSWER,
        /** The look at an emergency afterwards. */
        REVIEW
    }

    /**
     * The reminders of a revision: both sides a day and four hours before it begins, and an hour before the customer success
     * manager. Times that have passed are left out.
     */
    public static List<Reminder> of(Change change, Instant now) {
        List<Reminder> reminders = new ArrayList<>();
        Instant start = change.content().start();
        String what = "\"" + change.content().title() + "\" begins at " + Wording.moment(start);
        for (Duration before : BEFORE) {
            for (Approval.Side side : Approval.Side.values()) {
                add(
                        reminders,
                        change,
                        start.minus(before),
                        About.ANSWER,
                        side.role(),
                        what + " and waits for your answer",
                        now);
            }
        }
        add(
                reminders,
                change,
                start.minus(ESCALATION),
                About.ANSWER,
                Person.Role.CUSTOMER_SUCCESS_MANAGER,
                what
                        + " within the hour and is not approved: find those who answer, or tell the customer that it waits",
                now);
        return reminders;
    }

    /**
     * The reminders of an emergency that has just been declared, none when none has: who reviews is told an hour, eight hours and a day afterwards, and the customer success
     * manager after a day and after three.
     */
    public static List<Reminder> ofEmergency(Change before, Change change) {
        if (change.emergency().isEmpty()
                || before.emergency()
                        .map(Change.Emergency::at)
                        .equals(change.emergency().map(Change.Emergency::at))) {
            return List.of();
        }
        Change.Emergency glass = change.emergency().get();
        Instant now = glass.at();
        List<Reminder> reminders = new ArrayList<>();
        String what = glass.by() + " let \"" + change.content().title() + "\" go as an emergency at "
                + Wording.moment(glass.at()) + " (" + glass.reason() + "); somebody else has to review it";
        AFTERWARDS.forEach(after ->
                add(reminders, change, glass.at().plus(after), About.REVIEW, Person.Role.VALIDATOR, what, now));
        OVERDUE.forEach(after -> add(
                reminders,
                change,
                glass.at().plus(after),
                About.REVIEW,
                Person.Role.CUSTOMER_SUCCESS_MANAGER,
                what + ", and nobody has",
                now));
        return reminders;
    }

    private static void add(
            List<Reminder> reminders,
            Change change,
            Instant due,
            About about,
            Person.Role to,
            String words,
            Instant now) {
        if (due.isAfter(now)) {
            reminders.add(new Reminder(change.id(), change.revision(), reminders.size() + 1, due, about, to, words));
        }
    }

    /** Whether it is still worth telling: its revision is the newest and what it is about is still missing. */
    public boolean stillNeeded(Change change, Instant now) {
        return change.revision() == revision
                && switch (about) {
                    case ANSWER -> answerMissing(change, now);
                    case REVIEW ->
                        change.emergency().isPresent()
                                && change.emergency().get().reviewer().isEmpty();
                };
    }

    private boolean answerMissing(Change change, Instant now) {
        return Approvals.standing(change, now) instanceof Standing.Waiting waiting
                && (to == Person.Role.CUSTOMER_SUCCESS_MANAGER
                        || waiting.missing().stream().anyMatch(side -> side.role() == to));
    }
}
