package dev.tidegate.model;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How counts, moments and durations are said to people. */
public final class Wording {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int MINUTE = 60;
    private static final int HOUR = 3_600;

    private Wording() {}

    /** {@code 1 node}, {@code 3 nodes}; for nouns that only need an s. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** To the second, such as {@code 2026-11-23 04:05:06 UTC}. */
    public static String moment(Instant at) {
        return MOMENT.format(at);
    }

    /** Such as {@code 0.5 s}, {@code 90 s}, {@code 15 min} or {@code 1 h 30 min}; exact. */
    public static String duration(Duration duration) {
        if (duration.toNanosPart() != 0) {
            return duration.toMillis() / 1_000.0 + " s";
        }
        long seconds = duration.toSeconds();
        if (seconds % MINUTE != 0 || seconds < MINUTE) {
            return seconds + " s";
        }
        String minutes = seconds % HOUR == 0 ? "" : seconds % HOUR / MINUTE + " min";
        String hours = seconds < HOUR ? "" : seconds / HOUR + " h";
        return (hours + " " + minutes).strip();
    }
}
