package dev.tidegate.storm.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the truth that {@link dev.tidegate.storm.send.Truth} writes. */
final class TruthFile {
    private TruthFile() {}

    /** Each distinct alert once; one that fired for several faults counts for the first. */
    static List<TrueAlert> read(Path file) throws IOException {
        List<TrueAlert> alerts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Ndjson.forEach(file, (line, record) -> {
            if (record.path("type").asString("alert").equals("alert")) {
                String fingerprint = Ndjson.text(record, "fingerprint", file, line);
                if (seen.add(fingerprint)) {
                    alerts.add(new TrueAlert(fingerprint, Ndjson.text(record, "fault", file, line)));
                }
            }
        });
        return alerts;
    }
}
