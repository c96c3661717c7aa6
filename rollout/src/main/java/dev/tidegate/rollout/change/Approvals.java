package dev.tidegate.rollout.change;

import dev.tidegate.model.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Who may agree to what. Decided by what the principal is, never by what a request says.
 *
 * <p>Four eyes and then two more: nobody approves what they wrote, and nobody stands for both sides. An answer is to the hash
 * of what was shown and to the exact moment, so that what runs is what was read.
 */
public final class Approvals {
    /** After the agreed moment a rollout may still begin for this long. */
    public static final Duration GRACE = Duration.ofHours(1);

    /** A declared emergency stands for this long. */
    public static final Duration EMERGENCY = Duration.ofHours(24);

    private static final int SHOWN = 12;

    private Approvals() {}

    /** What became of an answer. */
    public sealed interface Answer {
        /** Taken; the change with it. */
        record Taken(Change change) implements Answer {}

        /** Not taken. */
        record NotTaken(String reason) implements Answer {}
    }

    /** Gives an answer for one side. */
    public static Answer answer(
            Change change,
            Person person,
            Approval.Side side,
            String hash,
            Instant start,
            boolean granted,
            String reason,
            Instant now) {
        Optional<String> problem = problem(change, person, side, hash, start, granted, reason, now);
        if (problem.isPresent()) {
            return new Answer.NotTaken(problem.get());
        }
        return new Answer.Taken(change.with(new Approval(side, person.name(), hash, start, granted, reason, now)));
    }

    private static Optional<String> problem(
            Change change,
            Person person,
            Approval.Side side,
            String hash,
            Instant start,
            boolean granted,
            String reason,
            Instant now) {
        if (side.roles().stream().noneMatch(person::may)) {
            return Optional.of(person.name() + " is not a "
                    + side.roles().stream().map(Approvals::name).collect(Collectors.joining(" or "))
                    + " and cannot answer for the "
                    + name(side) + " side");
        }
        if (!person.tenant().isEmpty() && !person.tenant().equals(change.tenant())) {
            return Optional.of(person.name() + " is of another tenant");
        }
        if (side == Approval.Side.CUSTOMER && person.tenant().isEmpty()) {
            return Optional.of("only a person of the tenant answers for the customer; " + person.name() + " is ours");
        }
        if (person.name().equals(change.author())) {
            return Optional.of(
                    "nobody approves their own change: " + person.name() + " wrote revision " + change.revision());
        }
        if (!hash.equals(change.content().hash())) {
            return Optional.of("this is not the content that was shown: revision " + change.revision() + " has hash "
                    + shortened(change.content().hash()) + "…, the answer is to " + shortened(hash)
                    + "…; read it again");
        }
        if (!start.equals(change.content().start())) {
            return Optional.of("the moment is "
                    + Wording.moment(change.content().start()) + ", the answer is to " + Wording.moment(start));
        }
        if (now.isAfter(change.content().until())) {
            return Optional.of("the moment " + Wording.moment(start) + " has passed; a new revision needs a new one");
        }
        if (!granted && reason.isBlank()) {
            return Optional.of("a refusal needs a reason");
        }
        for (Approval given : change.approvals()) {
            if (given.by().equals(person.name()) && given.side() != side) {
                return Optional.of(person.name() + " has answered for the other side already");
            }
        }
        if (standing(change, now) instanceof Standing.Refused refused) {
            return Optional.of(refused.by() + " has refused this revision: " + refused.reason());
        }
        return Optional.empty();
    }

    /** The name under which answers are given that follow from what has happened. */
    public static final String ITSELF = "tidegate";

    /**
     * What becomes of a change whose revision another one has taken the place of at its review: it is refused until a person
     * writes a revision of it with that one. Empty when it stays as it is.
     */
    public static Optional<Change> superseded(Change change, String by, String words, Instant now) {
        boolean same = change.content().origin().revision().equals(by);
        Standing standing = standing(change, now);
        boolean over = standing instanceof Standing.Refused || standing instanceof Standing.Expired;
        return same || over || change.emergency().isPresent()
                ? Optional.empty()
                : Optional.of(change.with(new Approval(
                        Approval.Side.SUPPORT,
                        ITSELF,
                        change.content().hash(),
                        change.content().start(),
                        false,
                        words,
                        now)));
    }

    /** Lets a named person go without approvals. */
    public static Answer breakGlass(Change change, Person person, String hash, String reason, Instant now) {
        if (!person.may(Person.Role.ADMINISTRATOR) && !person.may(Person.Role.EXECUTOR)) {
            return new Answer.NotTaken(person.name() + " may not declare an emergency");
        }
        if (!person.tenant().isEmpty() && !person.tenant().equals(change.tenant())) {
            return new Answer.NotTaken(person.name() + " is of another tenant");
        }
        if (reason.isBlank()) {
            return new Answer.NotTaken("an emergency needs a reason: it is reviewed afterwards");
        }
        if (change.emergency().isPresent()
                && change.emergency().get().reviewer().isEmpty()) {
            Change.Emergency before = change.emergency().get();
            return new Answer.NotTaken(before.by() + " has let it go as an emergency at " + Wording.moment(before.at())
                    + " already, and that waits for its review");
        }
        if (!hash.equals(change.content().hash())) {
            return new Answer.NotTaken("this is not the content that was shown; read revision " + change.revision());
        }
        return new Answer.Taken(change.with(new Change.Emergency(person.name(), reason, hash, now, Optional.empty())));
    }

    /** Notes that somebody else than who declared an emergency has looked at it afterwards. */
    public static Answer reviewed(Change change, Person person, String note) {
        Optional<Change.Emergency> declared = change.emergency();
        if (declared.isEmpty()) {
            return new Answer.NotTaken("no emergency was declared for revision " + change.revision());
        }
        Change.Emergency glass = declared.get();
        if (glass.reviewer().isPresent()) {
            return new Answer.NotTaken(glass.reviewer().get() + " has reviewed this emergency already");
        }
        if (glass.by().equals(person.name())) {
            return new Answer.NotTaken(person.name() + " declared this emergency; somebody else reviews it");
        }
        if (Wait.REVIEWERS.stream().noneMatch(person::may)) {
            return new Answer.NotTaken(person.name() + " may not review emergencies");
        }
        if (note.isBlank()) {
            return new Answer.NotTaken("a review needs a note: what was found");
        }
        return new Answer.Taken(change.with(new Change.Emergency(
                glass.by(), glass.reason(), glass.hash(), glass.at(), Optional.of(person.name()))));
    }

    /** Where it stands. The last answer of a person counts. */
    public static Standing standing(Change change, Instant now) {
        if (change.emergency().isPresent()) {
            Change.Emergency glass = change.emergency().get();
            if (now.isAfter(glass.at().plus(EMERGENCY))) {
                return new Standing.Expired(glass.at());
            }
            return new Standing.Approved("emergency declared by " + glass.by() + ": " + glass.reason());
        }
        List<Approval.Side> missing = new ArrayList<>(List.of(Approval.Side.values()));
        if (!change.content().irreversible().isEmpty()) {
            missing.add(Approval.Side.SUPPORT); // what cannot be taken back needs two of ours
        }
        List<String> agreed = new ArrayList<>();
        for (Approval approval : latest(change.approvals())) {
            if (!approval.granted()) {
                return new Standing.Refused(approval.side(), approval.by(), approval.reason());
            }
            if (missing.remove(approval.side())) {
                agreed.add(approval.by() + " for the " + name(approval.side()) + " side");
            }
        }
        Instant end = change.content().until();
        if (now.isAfter(end)) {
            return new Standing.Expired(change.content().start());
        }
        return missing.isEmpty()
                ? new Standing.Approved(String.join(" and ", agreed))
                : new Standing.Waiting(EnumSet.copyOf(missing), end);
    }

    private static List<Approval> latest(List<Approval> approvals) {
        List<Approval> latest = new ArrayList<>();
        for (Approval approval : approvals) {
            latest.removeIf(before -> before.by().equals(approval.by()));
            latest.add(approval);
        }
        return latest;
    }

    private static String shortened(String hash) {
        return hash.substring(0, Math.min(SHOWN, hash.length()));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
