package dev.tidegate.rollout.window;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * When changes may run, for all places.
 *
 * <p>A place without an allowing rule is open whenever nothing denies it; with at least one it is open only then. Denying
 * goes before allowing, freezing before both. A window says when a change and each of its waves may begin; a wave that
 * runs is never cut by the end of one.
 */
public final class Calendar {
    /** How far ahead the next opening or closing is looked for. */
    public static final Duration HORIZON = Duration.ofDays(400);

    private final List<Rule> rules;

    public Calendar(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Whether a change for this place may run at this time. */
    public Opening at(Instant at, Place place) {
        List<Rule> here = rules.stream().filter(rule -> rule.isAbout(place)).toList();
        State now = state(here, at);
        Optional<Instant> change = nextChange(here, at, now.open());
        return now.open()
                ? new Opening.Open(now.reason(), change)
                : new Opening.Closed(now.reason(), now.overridable(), change);
    }

    /** Whether it is open from one time to another without a break; the reason is that of the first closed moment. */
    public Opening during(Instant from, Instant until, Place place) {
        Opening first = at(from, place);
        if (first instanceof Opening.Open open
                && open.until().map(end -> end.isBefore(until)).orElse(false)) {
            return at(open.until().orElseThrow(), place);
        }
        return first;
    }

    private record State(boolean open, boolean overridable, String reason) {}

    private static State state(List<Rule> rules, Instant at) {
        Optional<Rule> freeze = covering(rules, Rule.Kind.FREEZE, at);
        if (freeze.isPresent()) {
            return new State(false, false, "frozen by \"" + freeze.get().name() + "\"");
        }
        Optional<Rule> deny = covering(rules, Rule.Kind.DENY, at);
        if (deny.isPresent()) {
            return new State(false, true, "denied by \"" + deny.get().name() + "\"");
        }
        if (rules.stream().noneMatch(rule -> rule.kind() == Rule.Kind.ALLOW)) {
            return new State(true, false, "no calendar restricts it");
        }
        return covering(rules, Rule.Kind.ALLOW, at)
                .map(rule -> new State(true, false, "allowed by \"" + rule.name() + "\""))
                .orElseGet(() -> new State(false, true, "outside of every window"));
    }

    private static Optional<Rule> covering(List<Rule> rules, Rule.Kind kind, Instant at) {
        return rules.stream()
                .filter(rule -> rule.kind() == kind)
                .filter(rule -> around(rule, at).anyMatch(interval -> interval.contains(at)))
                .findFirst();
    }

    /** The first moment after {@code at} at which open and closed change places. State only changes at an interval's edge. */
    private static Optional<Instant> nextChange(List<Rule> rules, Instant at, boolean open) {
        Instant horizon = at.plus(HORIZON);
        TreeSet<Instant> edges = new TreeSet<>();
        for (Rule rule : rules) {
            intervals(rule, at, horizon).forEach(interval -> {
                edges.add(interval.from());
                edges.add(interval.until());
            });
        }
        return edges.tailSet(at, false).stream()
                .filter(edge -> edge.isBefore(horizon))
                .filter(edge -> state(rules, edge).open() != open)
                .findFirst();
    }

    private static Stream<Interval> around(Rule rule, Instant at) {
        return intervals(rule, at, at);
    }

    /** The rule's intervals that begin from a day and a bit before {@code from} until {@code until}, and perhaps some more. */
    private static Stream<Interval> intervals(Rule rule, Instant from, Instant until) {
        return switch (rule.span()) {
            case Span.Once once ->
                Stream.of(Interval.of(once.from(), once.until(), rule.zone(), rule.kind()))
                        .filter(interval -> !interval.isEmpty());
            case Span.Weekly weekly -> weekly(rule, weekly, from, until);
        };
    }

    private static Stream<Interval> weekly(Rule rule, Span.Weekly weekly, Instant from, Instant until) {
        LocalDate first = from.atZone(rule.zone()).toLocalDate().minusDays(2);
        LocalDate last = until.atZone(rule.zone()).toLocalDate().plusDays(1);
        List<Interval> intervals = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            DayOfWeek name = day.getDayOfWeek();
            if (weekly.days().contains(name)) {
                Interval interval = Interval.of(day.atTime(weekly.from()), weekly.end(day), rule.zone(), rule.kind());
                if (!interval.isEmpty()) {
                    intervals.add(interval);
                }
            }
        }
        return intervals.stream();
    }
}
