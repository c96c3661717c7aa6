package dev.tidegate.grouping;

import dev.tidegate.gate.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;

/** Results for people, as two tables, or for programs, as one JSON object a line. */
final class Report {
    private static final JsonMapper JSON = new JsonMapper();

    private final double standard;
    private final PrintStream out;

    /** @param standard the default strength, which is marked */
    Report(double standard, PrintStream out) {
        this.standard = standard;
        this.out = out;
    }

    void json(List<Result> results) {
        results.forEach(result -> out.println(JSON.writeValueAsString(result)));
    }

    void tables(List<Result> results) {
        Table areas = new Table("set", "variant", "true grouping", "alerts", "macro area");
        Table strengths = new Table(
                "set", "variant", "true grouping", "strength", "TNR", "recall", "incidents", "alerts an incident");
        for (Result result : results) {
            areas.row(result.set(), result.variant(), result.truth(), result.alerts(), number(4, result.area()));
            for (Result.At at : result.at()) {
                strengths.row(
                        result.set(),
                        result.variant(),
                        result.truth(),
                        at.strength() + (at.strength() == standard ? " (default)" : ""),
                        number(4, at.tnr()),
                        number(4, at.recall()),
                        at.incidents(),
                        number(1, at.reduction()));
            }
        }
        areas.print(out);
        strengths.print(out);
        if (results.stream().anyMatch(result -> result.variant().equals(AitAds.OVERLAPPING))) {
            out.println(
                    "overlapping (ours): a variant of our own, without noise: each network's attack steps are moved to");
            out.println(
                    "begin a minute apart. It is not the overlapping variant that others have published figures for.");
        }
    }

    private static String number(int digits, double number) {
        return String.format(Locale.ROOT, "%." + digits + "f", number);
    }
}
