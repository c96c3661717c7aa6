package dev.tidegate.storm.score;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A grouping on file: a line per alert, either {@code {"fingerprint":"16 hex digits","incident":"id"}}, or what the
 * replay writes, {@code {"index":n,"incident":"id"}} with the number of a line (from 0) of the recording it replayed.
 */
final class IncidentsFile {
    private IncidentsFile() {}

    /** Fingerprint to incident; an alert that is named several times counts for its first incident. */
    static Map<String, String> read(Path file, Optional<Path> recording) throws IOException {
        List<String> recorded = recording.isPresent() ? fingerprints(recording.get()) : List.of();
        Map<String, String> grouping = new HashMap<>();
        Ndjson.forEach(file, (line, record) -> {
            if (record.path("incident").isString()) {
                String fingerprint = record.has("index")
                        ? at(recorded, record.path("index").asInt(-1), file, line)
                        : Ndjson.text(record, "fingerprint", file, line);
                grouping.putIfAbsent(fingerprint, record.path("incident").stringValue());
            }
        });
        return grouping;
    }

    private static String at(List<String> recorded, int index, Path file, int line) throws IOException {
        if (index < 0 || index >= recorded.size()) {
            throw new IOException("%s, line %d: the recording has no line %d; give the replayed file with --record"
                    .formatted(file, line, index));
        }
        return recorded.get(index);
    }

    private static List<String> fingerprints(Path recording) throws IOException {
        List<String> fingerprints = new ArrayList<>();
        Ndjson.forEach(recording, (line, alert) -> fingerprints.add(fingerprint(alert)));
        return fingerprints;
    }

    private static String fingerprint(JsonNode alert) {
        Labels.Builder labels = new Labels.Builder();
        alert.path("labels")
                .propertyStream()
                .forEach(label -> labels.add(label.getKey(), label.getValue().asString("")));
        return Fingerprint.toHex(Fingerprint.of(labels.build()));
    }
}
