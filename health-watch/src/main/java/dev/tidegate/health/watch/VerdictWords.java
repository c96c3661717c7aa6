package dev.tidegate.health.watch;

import dev.tidegate.health.judge.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A verdict as words, as it is stored and shown.
 *
 * @param kind {@code healthy}, {@code unhealthy} or {@code inconclusive}
 * @param signal of an unhealthy one
 * @param cause of an unhealthy one
 * @param doubt of an inconclusive one
 */
public record VerdictWords(
        String kind,
        @Nullable String signal,
        @Nullable String cause,
        @Nullable String doubt,
        String reason) {
    public static VerdictWords of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy healthy -> new VerdictWords("healthy", null, null, null, healthy.reason());
            case Verdict.Unhealthy unhealthy ->
                new VerdictWords("unhealthy", unhealthy.signal(), word(unhealthy.cause()), null, unhealthy.reason());
            case Verdict.Inconclusive doubtful ->
                new VerdictWords("inconclusive", null, null, word(doubtful.doubt()), doubtful.reason());
        };
    }

    /** @throws IllegalArgumentException when these are the words of no verdict */
    public Verdict verdict() {
        return switch (kind) {
            case "healthy" -> new Verdict.Healthy(reason);
            case "unhealthy" -> new Verdict.Unhealthy(there(signal), Verdict.Cause.valueOf(constant(cause)), reason);
            case "inconclusive" -> new Verdict.Inconclusive(Verdict.Doubt.valueOf(constant(doubt)), reason);
            default -> throw new IllegalArgumentException("\"" + kind + "\" is no verdict");
        };
    }

    /** An enum's constant as it is written outside: {@code site-wide}. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String constant(@Nullable String word) {
        return there(word).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String there(@Nullable String word) {
        if (word == null) {
            throw new IllegalArgumentException("a verdict lacks a word");
        }
        return word;
    }
}
