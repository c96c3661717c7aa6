package dev.tidegate.gateway.people.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something is to last: {@code 90d}, {@code 12h}, {@code PT12H}, or a time. */
final class Lifetime {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,5})([dhm])");

    private Lifetime() {}

    /** When it ends; empty when it does not, or the field is wrong, which the body then says. */
    static Optional<Instant> of(JsonBody body, String field, Instant now) {
        Optional<String> text = body.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            Instant end = end(text.get(), now);
            if (end.isAfter(now)) {
                return Optional.of(end);
            }
            body.fault(field, "is in the past");
        } catch (DateTimeException | ArithmeticException e) {
            body.fault(field, "must be like 90d, 12h, PT12H or 2027-01-31T12:00:00Z");
        }
        return Optional.empty();
    }

    private static Instant end(String text, Instant now) {
        Matcher brief = SHORT.matcher(text);
        if (brief.matches()) {
            long count = Long.parseLong(brief.group(1));
            return now.plus(
                    switch (brief.group(2)) {
                        case "d" -> Duration.ofDays(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofMinutes(count);
                    });
        }
        return text.startsWith("P")
                ? now.plus(Duration.parse(text))
                : OffsetDateTime.parse(text).toInstant();
    }
}
