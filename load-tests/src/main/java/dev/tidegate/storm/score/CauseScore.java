package dev.tidegate.storm.score;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.replay.AlertLine;
import dev.tidegate.correlator.replay.ReplayRun;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Whether the incidents that a storm becomes name what broke: for each fault, the incident that holds most of its alerts
 * is asked for its causes twice, when half of the fault's alerts have begun to fire and when all is over.
 */
public final class CauseScore {
    private final Map<String, Broken> faults = new LinkedHashMap<>();
    private final Map<Labels, String> faultOf = new HashMap<>();
    private final List<AlertLine> lines = new ArrayList<>();

    private CauseScore(Path truth, Path recording, int squeezed) throws IOException {
        Ndjson.forEach(truth, (line, record) -> truth(record, truth, line));
        List<AlertLine> told = new ArrayList<>();
        Ndjson.forEach(recording, (line, alert) -> told.add(alert(line - 1, alert, recording)));
        told.sort(Comparator.comparingLong(AlertLine::startsAt));
        long first = told.isEmpty() ? 0 : told.getFirst().startsAt();
        told.forEach(line -> lines.add(new AlertLine(
                line.index(),
                line.labels(),
                squeezed(line.startsAt(), first, squeezed),
                squeezed(line.endsAt(), first, squeezed))));
    }

    private static long squeezed(long micros, long first, int times) {
        return micros == Micros.NONE ? micros : first + (micros - first) / times;
    }

    /** A fault, and its alerts. */
    private static final class Broken {
        final String kind;
        final String node;
        final String alertname;
        final List<Labels> alerts = new ArrayList<>();

        Broken(String kind, String node, String alertname) {
            this.kind = kind;
            this.node = node;
            this.alertname = alertname;
        }

        /** A feed that fails takes the power of several racks: each of their units is as good an answer. */
        boolean is(String alert, String at) {
            return alert.equals(alertname) && (at.equals(node) || kind.equals("rack-power"));
        }

        boolean isTold() {
            return alerts.stream()
                    .anyMatch(labels -> is(labels.getOrEmpty(Labels.ALERTNAME), labels.getOrEmpty("host")));
        }
    }

    /**
     * What an incident says of a fault.
     *
     * @param kind of fault
     * @param root what broke, as {@code alertname on node}
     * @param rank of what broke among the incident's causes, from 1; 0 when it is not among them
     * @param titled whether the title names the node that broke
     * @param incident the one that holds most of the fault's alerts
     */
    public record Said(String kind, String root, int rank, boolean titled, IncidentImage incident) {}

    /**
     * @param early when half of each fault's alerts had begun to fire
     * @param late when all was over
     */
    public record Answers(List<Said> early, List<Said> late) {}

    /**
     * Replays a recorded storm and holds its causes against the truth.
     *
     * @param squeezed how many times faster than it was, as a storm that is sent live is
     */
    public static Answers of(Path truth, Path recording, int squeezed) throws IOException {
        return new CauseScore(truth, recording, squeezed).answers();
    }

    private Answers answers() {
        List<Said> early = new ArrayList<>();
        Map<String, Integer> heard = new HashMap<>();
        Map<Labels, Boolean> known = new HashMap<>();
        ReplayRun run = new ReplayRun(0.5);
        run.over(lines, done -> {
            Labels labels = lines.get(done - 1).labels();
            String id = faultOf.get(labels);
            if (id != null && known.put(labels, true) == null) {
                Broken fault = faults.getOrDefault(id, new Broken("", "", ""));
                if (heard.merge(id, 1, Integer::sum) == (fault.alerts.size() + 1) / 2) {
                    said(fault, run).ifPresent(early::add);
                }
            }
        });
        List<Said> late = new ArrayList<>();
        faults.values().forEach(fault -> said(fault, run).ifPresent(late::add));
        return new Answers(early, late);
    }

    private static Optional<Said> said(Broken fault, ReplayRun run) {
        if (!fault.isTold()) {
            return Optional.empty(); // its own alert fires for another fault already
        }
        Map<String, IncidentImage> images = new HashMap<>();
        Map<String, Long> counts = fault.alerts.stream()
                .flatMap(labels -> run.incidentOf(labels).stream())
                .peek(image -> images.put(image.id(), image))
                .collect(Collectors.groupingBy(IncidentImage::id, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .flatMap(most -> Optional.ofNullable(images.get(most.getKey())))
                .map(image -> new Said(
                        fault.kind,
                        fault.alertname + " on " + fault.node,
                        rank(fault, image.causes()),
                        image.title().contains(fault.node),
                        image));
    }

    private static int rank(Broken fault, List<Cause> causes) {
        for (int i = 0; i < causes.size(); i++) {
            if (fault.is(causes.get(i).alertname(), causes.get(i).node())) {
                return i + 1;
            }
        }
        return 0;
    }

    private void truth(JsonNode record, Path file, int line) throws IOException {
        switch (record.path("type").asString("")) {
            case "fault" -> {
                JsonNode root = record.path("root");
                faults.put(
                        Ndjson.text(record, "fault", file, line),
                        new Broken(
                                Ndjson.text(record, "kind", file, line),
                                Ndjson.text(root, "node", file, line),
                                Ndjson.text(root, "alertname", file, line)));
            }
            case "alert" -> {
                Labels labels = labels(record);
                String id = Ndjson.text(record, "fault", file, line);
                Broken fault = faults.get(id);
                if (fault != null && faultOf.putIfAbsent(labels, id) == null) {
                    fault.alerts.add(labels);
                }
            }
            default -> {}
        }
    }

    private static AlertLine alert(int index, JsonNode alert, Path file) throws IOException {
        String end = alert.path("endsAt").asString("");
        return new AlertLine(
                index,
                labels(alert),
                Micros.of(Instant.parse(Ndjson.text(alert, "startsAt", file, index + 1))),
                end.isEmpty() ? Micros.NONE : Micros.of(Instant.parse(end)));
    }

    private static Labels labels(JsonNode of) {
        Labels.Builder labels = new Labels.Builder();
        of.path("labels")
                .propertyStream()
                .forEach(label -> labels.add(label.getKey(), label.getValue().asString("")));
        return labels.build();
    }
}
