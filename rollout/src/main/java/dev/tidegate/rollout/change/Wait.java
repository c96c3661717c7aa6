package dev.tidegate.rollout.change;

import dev.tidegate.model.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody is waited for.
 *
 * @param roles whoever has one of these may do it
 * @param side whose answer it is; empty when it is not about an answer
 * @param until after which it is too late, or overdue; empty when it never is
 * @param pressing whether it has been waited for too long, or there is little time left
 * @param words what they are waited for
 */
public record Wait(
        List<Person.Role> roles,
        What what,
        Optional<Approval.Side> side,
        Optional<Instant> until,
        boolean pressing,
        String words) {
    private static final Duration PRESSING = Duration.ofHours(4);
    private static final Duration ESCALATED = Duration.ofHours(1);
    private static final Duration REVIEW = Duration.ofHours(24);

    /** Who may look at an emergency afterwards. */
    static final List<Person.Role> REVIEWERS = List.of(
            Person.Role.VALIDATOR,
            Person.Role.SUPPORT_ENGINEER,
            Person.Role.CUSTOMER_SUCCESS_MANAGER,
            Person.Role.ADMINISTRATOR);

    public Wait {
        roles = List.copyOf(roles);
    }

    /** What for. */
    public enum What {
        /** One side's answer. */
        ANSWER,
        /** Somebody who finds those who answer. */
        ESCALATION,
        /** Everything is agreed; an executor may begin. */
        BEGIN,
        /** Somebody has let it go alone; somebody else looks at it. */
        REVIEW
    }

    /** Who is waited for by a change, at a time. */
    public static List<Wait> of(Kept kept, Instant now) {
        Change change = kept.change();
        List<Wait> waits = new ArrayList<>();
        change.emergency()
                .filter(glass -> glass.reviewer().isEmpty())
                .ifPresent(glass -> waits.add(review(glass, now)));
        if (kept.rollout().isEmpty()) {
            switch (Approvals.standing(change, now)) {
                case Standing.Waiting waiting -> answers(change, waiting, now, waits);
                case Standing.Approved unused -> waits.add(begin(change, now));
                case Standing.Refused unused -> {}
                case Standing.Expired unused -> {}
            }
        }
        return waits;
    }

    /** Whether this person could do it, as far as their roles and tenant go, and what they did before. */
    public boolean isFor(Person person, Change change) {
        boolean wrote = person.name().equals(change.author());
        boolean declared = change.emergency()
                .map(Change.Emergency::by)
                .filter(person.name()::equals)
                .isPresent();
        boolean answered = change.approvals().stream().anyMatch(one -> one.by().equals(person.name()));
        boolean ours = person.tenant().isEmpty();
        return roles.stream().anyMatch(person::may)
                && switch (what) {
                    case ANSWER -> !wrote && !answered && !(ours && side.equals(Optional.of(Approval.Side.CUSTOMER)));
                    case REVIEW -> !declared;
                    case ESCALATION, BEGIN -> true;
                };
    }

    private static void answers(Change change, Standing.Waiting waiting, Instant now, List<Wait> waits) {
        Instant start = change.content().start();
        for (Approval.Side side : Approval.Side.values()) {
            if (waiting.missing().contains(side)) {
                waits.add(new Wait(
                        side.roles(),
                        What.ANSWER,
                        Optional.of(side),
                        Optional.of(waiting.until()),
                        !now.isBefore(start.minus(PRESSING)),
                        "begins at " + Wording.moment(start) + " and waits for the answer of the "
                                + side.name().toLowerCase(Locale.ROOT) + " side"));
            }
        }
        if (!now.isBefore(start.minus(ESCALATED))) {
            waits.add(new Wait(
                    List.of(Person.Role.CUSTOMER_SUCCESS_MANAGER),
                    What.ESCALATION,
                    Optional.empty(),
                    Optional.of(waiting.until()),
                    true,
                    "begins at " + Wording.moment(start)
                            + " and is not approved: find those who answer, or tell the customer that it" + " waits"));
        }
    }

    private static Wait begin(Change change, Instant now) {
        Instant until = change.emergency()
                .map(glass -> glass.at().plus(Approvals.EMERGENCY))
                .orElse(change.content().until());
        Instant start = change.emergency()
                .map(Change.Emergency::at)
                .orElse(change.content().start());
        return new Wait(
                List.of(Person.Role.EXECUTOR),
                What.BEGIN,
                Optional.empty(),
                Optional.of(until),
                !now.isBefore(start),
                "may begin from " + Wording.moment(start) + " until " + Wording.moment(until)
                        + " and waits for an executor");
    }

    private static Wait review(Change.Emergency glass, Instant now) {
        Instant until = glass.at().plus(REVIEW);
        return new Wait(
                REVIEWERS,
                What.REVIEW,
                Optional.empty(),
                Optional.of(until),
                !now.isBefore(until),
                glass.by() + " let it go as an emergency at " + Wording.moment(glass.at()) + " (" + glass.reason()
                        + "); somebody else has to review it" + (now.isBefore(until) ? "" : ", which is overdue"));
    }
}
