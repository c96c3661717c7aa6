package dev.tidegate.health.retro;

import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.SignalReport;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.VerdictWords;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A line for each change of the verdict, for people. */
final class TextReport implements Report {
    private final PrintStream out;

    TextReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void change(Judgement judgement) {
        out.printf(
                Locale.ROOT, "%s  %-12s  %s%n", judgement.at(), word(judgement.verdict()), reason(judgement.verdict()));
    }

    @Override
    public void end(Verdict verdict, Optional<Judgement> decisive) {
        out.println("final: " + word(verdict)
                + decisive.map(judgement -> " since " + judgement.at() + ", " + after(judgement) + " after the change")
                        .orElse(": " + verdict.reason()));
        if (verdict instanceof Verdict.Unhealthy unhealthy) {
            List<String> worst = decisive.stream()
                    .flatMap(judgement -> judgement.signals().stream())
                    .filter(report -> report.signal().equals(unhealthy.signal()))
                    .map(SignalReport::worst)
                    .flatMap(List::stream)
                    .toList();
            if (!worst.isEmpty()) {
                out.println("worst: " + String.join(", ", worst));
            }
        }
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy unused -> "Healthy";
            case Verdict.Unhealthy unused -> "Unhealthy";
            case Verdict.Inconclusive unused -> "Inconclusive";
        };
    }

    private static String reason(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Healthy healthy -> healthy.reason();
            case Verdict.Unhealthy unhealthy ->
                VerdictWords.word(unhealthy.cause()) + " of " + unhealthy.signal() + ": " + unhealthy.reason();
            case Verdict.Inconclusive doubtful -> VerdictWords.word(doubtful.doubt()) + ": " + doubtful.reason();
        };
    }

    private static String after(Judgement judgement) {
        Duration exposed = Duration.ofMillis(judgement.exposed());
        long seconds = exposed.toSeconds();
        return seconds < 120
                ? seconds + " s"
                : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
