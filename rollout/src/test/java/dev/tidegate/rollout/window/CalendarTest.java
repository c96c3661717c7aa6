package dev.tidegate.rollout.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalendarTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Place ACME = new Place("acme", "fra1");
    private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.THURSDAY);

    @Test
    void withoutRulesItIsOpen() {
        assertThat(new Calendar(List.of()).at(Instant.EPOCH, ACME))
                .isEqualTo(new Opening.Open("no calendar restricts it", Optional.empty()));
    }

    @Test
    void aWindowOverMidnightOpensInLocalTime() {
        Calendar calendar = new Calendar(List.of(nights(Rule.Kind.ALLOW)));

        assertThat(calendar.at(Instant.parse("2026-11-23T20:59:59Z"), ACME))
                .isEqualTo(new Opening.Closed("outside of every window", true, at("2026-11-23T21:00:00Z")));
        assertThat(calendar.at(Instant.parse("2026-11-23T23:30:00Z"), ACME))
                .isEqualTo(new Opening.Open("allowed by \"nights\"", at("2026-11-24T04:00:00Z")));
        assertThat(calendar.at(Instant.parse("2026-11-27T23:00:00Z"), ACME))
                .as("no window begins on a Friday")
                .isEqualTo(new Opening.Closed("outside of every window", true, at("2026-11-30T21:00:00Z")));
    }

    @Test
    void denyingGoesBeforeAllowingAndFreezingIsNotOverridable() {
        Calendar calendar = new Calendar(List.of(
                nights(Rule.Kind.ALLOW),
                once("audit", Rule.Kind.DENY, "2026-11-23T00:00", "2026-11-24T00:00"),
                once("black friday", Rule.Kind.FREEZE, "2026-11-24T00:00", "2026-12-01T00:00")));

        assertThat(calendar.at(Instant.parse("2026-11-23T22:00:00Z"), ACME))
                .isEqualTo(new Opening.Closed("denied by \"audit\"", true, at("2026-11-30T23:00:00Z")));
        assertThat(calendar.at(Instant.parse("2026-11-24T23:00:00Z"), ACME))
                .isEqualTo(new Opening.Closed("frozen by \"black friday\"", false, at("2026-11-30T23:00:00Z")));
    }

    @Test
    void rulesAreForTheirTenantAndSite() {
        Rule rule = new Rule(
                "acme only",
                Rule.Kind.FREEZE,
                Optional.of("acme"),
                Optional.of("fra1"),
                BERLIN,
                new Span.Once(LocalDateTime.parse("2026-01-01T00:00"), LocalDateTime.parse("2027-01-01T00:00")));
        Calendar calendar = new Calendar(List.of(rule));
        Instant june = Instant.parse("2026-06-01T00:00:00Z");

        assertThat(calendar.at(june, ACME)).isInstanceOf(Opening.Closed.class);
        assertThat(calendar.at(june, new Place("acme", "ams1"))).isInstanceOf(Opening.Open.class);
        assertThat(calendar.at(june, new Place("other", "fra1"))).isInstanceOf(Opening.Open.class);
    }

    @Test
    void whenClocksGoBackAnAllowedWindowIsTheShorterReading() {
        // on 2026-10-25 02:00 to 03:00 happens twice in Berlin: from 00:00Z and from 01:00Z
        Calendar allowed = new Calendar(List.of(sundays(Rule.Kind.ALLOW, "02:30", "05:00")));
        assertThat(allowed.at(Instant.parse("2026-10-25T00:45:00Z"), ACME)).isInstanceOf(Opening.Closed.class);
        assertThat(allowed.at(Instant.parse("2026-10-25T01:30:00Z"), ACME)).isInstanceOf(Opening.Open.class);

        Calendar denied = new Calendar(List.of(sundays(Rule.Kind.DENY, "01:00", "02:30")));
        assertThat(denied.at(Instant.parse("2026-10-25T01:15:00Z"), ACME))
                .as("02:15 for the second time")
                .isInstanceOf(Opening.Closed.class);
        assertThat(denied.at(Instant.parse("2026-10-25T01:30:00Z"), ACME)).isInstanceOf(Opening.Open.class);
    }

    @Test
    void aTimeThatIsSkippedIsTheMomentOfTheChange() {
        // on 2026-03-29 02:00 to 03:00 does not happen in Berlin; the change is at 01:00Z
        Calendar calendar = new Calendar(List.of(sundays(Rule.Kind.ALLOW, "02:30", "05:00")));

        assertThat(calendar.at(Instant.parse("2026-03-29T00:59:59Z"), ACME)).isInstanceOf(Opening.Closed.class);
        assertThat(calendar.at(Instant.parse("2026-03-29T01:00:00Z"), ACME))
                .isEqualTo(new Opening.Open("allowed by \"sundays\"", at("2026-03-29T03:00:00Z")));
        Calendar never = new Calendar(List.of(sundays(Rule.Kind.ALLOW, "02:10", "02:50")));
        assertThat(never.at(Instant.parse("2026-03-29T01:00:00Z"), ACME)).isInstanceOf(Opening.Closed.class);
    }

    @Test
    void aWindowThatEndsTooEarlyIsTold() {
        Calendar calendar = new Calendar(List.of(nights(Rule.Kind.ALLOW)));
        Instant start = Instant.parse("2026-11-23T23:00:00Z");

        assertThat(calendar.during(start, start.plusSeconds(3600), ACME)).isInstanceOf(Opening.Open.class);
        assertThat(calendar.during(start, start.plusSeconds(6 * 3600), ACME))
                .isEqualTo(new Opening.Closed("outside of every window", true, at("2026-11-24T21:00:00Z")));
    }

    @Test
    void spansWithoutTimeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> once("none", Rule.Kind.DENY, "2026-01-01T00:00", "2026-01-01T00:00"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Span.Weekly(Set.of(), LocalTime.MIDNIGHT, LocalTime.NOON));
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    private static Rule nights(Rule.Kind kind) {
        return rule("nights", kind, new Span.Weekly(WORKDAYS, LocalTime.parse("22:00"), LocalTime.parse("05:00")));
    }

    private static Rule sundays(Rule.Kind kind, String from, String until) {
        return rule(
                "sundays",
                kind,
                new Span.Weekly(EnumSet.of(DayOfWeek.SUNDAY), LocalTime.parse(from), LocalTime.parse(until)));
    }

    private static Rule once(String name, Rule.Kind kind, String from, String until) {
        return rule(name, kind, new Span.Once(LocalDateTime.parse(from), LocalDateTime.parse(until)));
    }

    private static Rule rule(String name, Rule.Kind kind, Span span) {
        return new Rule(name, kind, Optional.empty(), Optional.empty(), BERLIN, span);
    }
}
