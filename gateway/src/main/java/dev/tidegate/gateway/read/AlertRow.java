package dev.tidegate.gateway.read;

import dev.tidegate.model.Labels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert as it is stored. Labels and annotations stay the JSON objects they are in the database: a list of a hundred
 * thousand alerts is shown without one of them being parsed.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param labels a JSON object of strings
 * @param annotations a JSON object of strings
 * @param endsAt the sender's; null while firing without a given end
 */
public record AlertRow(
        int partition,
        String tenant,
        String fingerprint,
        String site,
        String alertname,
        String severity,
        String node,
        String labels,
        String annotations,
        String generatorUrl,
        String source,
        boolean firing,
        boolean flapping,
        int episode,
        Instant startsAt,
        @Nullable Instant endsAt,
        Instant firstSeen,
        Instant lastSeen,
        long repeats,
        List<String> silencedBy,
        List<String> inhibitedBy,
        @Nullable String incident) {
    public AlertRow {
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
    }

    public boolean suppressed() {
        return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
    }

    /** Parses the labels. */
    public Labels labelSet() {
        return FlatJson.labels(labels);
    }
}
