package dev.tidegate.correlator.yaml;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Prometheus writes them: {@code 90s}, {@code 1h30m}, {@code 2d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile(
            "(?:(\\d{1,6})w)?(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?(?:(\\d{1,6})ms)?");
    private static final List<Duration> UNITS = List.of(
            Duration.ofDays(7),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.of(1, ChronoUnit.MILLIS));

    private Durations() {}

    /** Empty when the text is not of this form. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String digits = matcher.group(i + 1);
            if (digits != null) {
                sum = sum.plus(UNITS.get(i).multipliedBy(Long.parseLong(digits)));
            }
        }
        return Optional.of(sum);
    }
}
