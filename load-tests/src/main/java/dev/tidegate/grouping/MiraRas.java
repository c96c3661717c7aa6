package dev.tidegate.grouping;

import dev.tidegate.correlator.replay.AlertLine;
import dev.tidegate.grouping.Variant.Site;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fatal events of a supercomputer in 2013, each over a span of time, with the groupings LogAider published at three
 * strengths: {@code mira-ras/mira_fatal_events_2013.csv.gz}, columns start and end (UTC), msg_id, category, component,
 * location, block, group_l00, group_l05, group_l09. As states they are critical alerts, which fire from start to end.
 */
final class MiraRas {
    static final String SET = "mira";
    private static final Path FILE = Path.of("mira-ras", "mira_fatal_events_2013.csv.gz");
    private static final List<String> TRUTHS = List.of("group_l00", "group_l05", "group_l09");

    private MiraRas() {}

    /** The variants of the set below a directory; none when it is not there. */
    static List<Variant> read(Path data) throws IOException {
        if (!Files.isRegularFile(data.resolve(FILE))) {
            return List.of();
        }
        List<Csv.Row> rows = Csv.read(
                data.resolve(FILE),
                "start",
                "end",
                "msg_id",
                "category",
                "component",
                "location",
                "block",
                "group_l00",
                "group_l05",
                "group_l09");
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(FILE + ": there is no event");
        }
        return List.of(variant("as events", rows, false), variant("as states", rows, true));
    }

    private static Variant variant(String name, List<Csv.Row> rows, boolean states) {
        List<AlertLine> alerts = new ArrayList<>(rows.size());
        for (Csv.Row row : rows) {
            Labels.Builder labels = new Labels.Builder()
                    .add(Labels.ALERTNAME, row.get("msg_id"))
                    .add("host", row.get("location"))
                    .add("category", row.get("category"))
                    .add("component", row.get("component"))
                    .add("block", row.get("block"));
            if (states) {
                labels.add("severity", "critical");
            }
            alerts.add(new AlertLine(alerts.size(), labels.build(), time(row, "start"), time(row, "end")));
        }
        SortedMap<String, List<String>> truths = new TreeMap<>();
        for (String truth : TRUTHS) {
            truths.put(truth, rows.stream().map(row -> row.get(truth)).toList());
        }
        return new Variant(SET, name, List.of(new Site("2013", alerts, truths)));
    }

    private static long time(Csv.Row row, String column) {
        try {
            return Micros.of(LocalDateTime.parse(row.get(column)).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            throw row.wrong(column + " must be a time such as 2013-04-02T22:40:36, not \"" + row.get(column) + "\"");
        }
    }
}
