package dev.tidegate.grouping;

import dev.tidegate.correlator.replay.AlertLine;
import dev.tidegate.correlator.replay.ReplayScore;
import dev.tidegate.grouping.Variant.Site;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Intrusion alerts of simulated company networks (AIT Alert Data Set, Landauer, Skopik and Wurzenberger 2024, Zenodo
 * 8263181): one {@code ait-ads/*.csv.gz} a network, columns time (seconds since 1970), name, ip, host, event_label
 * ({@code -} is noise). They are events of detectors, without a severity.
 */
final class AitAds {
    static final String SET = "ait-ads";
    static final String OVERLAPPING = "overlapping (ours)";
    private static final String TRUTH = "attack steps";
    private static final long APART = 60_000_000;

    private AitAds() {}

    /** One alert; micros since 1970. */
    private record Event(long micros, Labels labels, String attack) {
        boolean isNoise() {
            return attack.equals(ReplayScore.NOISE);
        }
    }

    /** The variants of the set below a directory; none when there are no files of it. */
    static List<Variant> read(Path data) throws IOException {
        List<Site> noisy = new ArrayList<>();
        List<Site> clean = new ArrayList<>();
        List<Site> overlapping = new ArrayList<>();
        List<Path> files = files(data);
        if (files.isEmpty()) {
            return List.of();
        }
        for (Path file : files) {
            String network = String.valueOf(file.getFileName()).replace(".csv.gz", "");
            List<Event> events = events(network, Csv.read(file, "time", "name", "ip", "host", "event_label"));
            List<Event> attacks =
                    events.stream().filter(event -> !event.isNoise()).toList();
            if (attacks.isEmpty()) {
                throw new IllegalArgumentException(file.getFileName() + ": no alert has an event_label");
            }
            noisy.add(site(network, events));
            clean.add(site(network, attacks));
            overlapping.add(site(network, overlapping(attacks)));
        }
        return List.of(
                new Variant(SET, "with noise", noisy),
                new Variant(SET, "without noise", clean),
                new Variant(SET, OVERLAPPING, overlapping));
    }

    private static List<Path> files(Path data) throws IOException {
        Path directory = data.resolve(SET);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".csv.gz"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Event> events(String network, List<Csv.Row> rows) {
        List<Event> events = new ArrayList<>(rows.size());
        for (Csv.Row row : rows) {
            Labels labels = new Labels.Builder()
                    .add(Labels.ALERTNAME, row.get("name"))
                    .add("host", row.get("host"))
                    .add("instance", row.get("ip"))
                    .add("cluster", network)
                    .build();
            events.add(new Event(micros(row), labels, row.get("event_label")));
        }
        events.sort(Comparator.comparingLong(Event::micros));
        return events;
    }

    private static long micros(Csv.Row row) {
        try {
            return Math.round(Double.parseDouble(row.get("time")) * 1e6);
        } catch (NumberFormatException notANumber) {
            throw row.wrong("time must be seconds since 1970, not \"" + row.get("time") + "\"");
        }
    }

    /** Each attack moved as a whole, in the order of their first alerts, to begin a minute after the one before. */
    private static List<Event> overlapping(List<Event> attacks) {
        Map<String, Long> shift = new LinkedHashMap<>();
        long begin = attacks.getFirst().micros();
        for (Event event : attacks) {
            if (!shift.containsKey(event.attack())) {
                shift.put(event.attack(), begin + shift.size() * APART - event.micros());
            }
        }
        return attacks.stream()
                .map(event -> new Event(
                        event.micros() + shift.getOrDefault(event.attack(), 0L), event.labels(), event.attack()))
                .sorted(Comparator.comparingLong(Event::micros))
                .toList();
    }

    private static Site site(String network, List<Event> events) {
        List<AlertLine> alerts = new ArrayList<>(events.size());
        for (Event event : events) {
            alerts.add(new AlertLine(alerts.size(), event.labels(), event.micros(), Micros.NONE));
        }
        return new Site(
                network,
                alerts,
                new TreeMap<>(Map.of(TRUTH, events.stream().map(Event::attack).toList())));
    }
}
