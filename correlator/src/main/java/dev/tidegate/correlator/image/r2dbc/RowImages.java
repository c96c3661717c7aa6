package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.image.json.StoredJson;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Severity;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows as images, for whoever reads the tables: a query selects {@code *} or the columns named as in the schema. */
public final class RowImages {
    private RowImages() {}

    public static AlertImage alert(Readable row) {
        return new AlertImage(
                text(row, "tenant"),
                text(row, "site"),
                Fingerprint.parse(text(row, "fingerprint")),
                text(row, "alertname"),
                Severity.parse(text(row, "severity")),
                text(row, "node"),
                StoredJson.labels(text(row, "labels")),
                StoredJson.labels(text(row, "annotations")),
                text(row, "generator_url"),
                text(row, "source"),
                text(row, "state").equals("firing"),
                there(row, "flapping", Boolean.class),
                List.of(there(row, "transitions", Instant[].class)),
                there(row, "episode", Integer.class),
                time(row, "starts_at"),
                row.get("ends_at", Instant.class),
                time(row, "first_seen"),
                time(row, "last_seen"),
                there(row, "repeats", Long.class),
                texts(row, "silenced_by"),
                texts(row, "inhibited_by"),
                row.get("incident", String.class));
    }

    public static IncidentImage incident(Readable row) {
        StoredJson.Explanation explanation = StoredJson.explanation(text(row, "explanation"));
        return new IncidentImage(
                text(row, "id"),
                text(row, "tenant"),
                text(row, "site"),
                there(row, "number", Long.class),
                IncidentState.valueOf(text(row, "state").toUpperCase(Locale.ROOT)),
                Severity.parse(text(row, "severity")),
                text(row, "title"),
                Fingerprint.parse(text(row, "head")),
                there(row, "storm", Boolean.class),
                time(row, "opened_at"),
                time(row, "updated_at"),
                row.get("acknowledged_at", Instant.class),
                row.get("acknowledged_by", String.class),
                row.get("resolved_at", Instant.class),
                row.get("resolved_by", String.class),
                row.get("closed_at", Instant.class),
                row.get("merged_into", String.class),
                there(row, "alert_count", Integer.class),
                there(row, "firing_count", Integer.class),
                there(row, "node_count", Integer.class),
                texts(row, "nodes"),
                explanation.causes(),
                explanation.opened(),
                explanation.barred(),
                there(row, "version", Long.class));
    }

    public static MemberImage member(Readable row) {
        return new MemberImage(
                text(row, "incident"),
                text(row, "tenant"),
                Fingerprint.parse(text(row, "fingerprint")),
                there(row, "episode", Integer.class),
                time(row, "joined_at"),
                row.get("left_at", Instant.class),
                StoredJson.reason(text(row, "reason")));
    }

    public static SilenceImage silence(Readable row) {
        return new SilenceImage(
                text(row, "id"),
                text(row, "tenant"),
                StoredJson.matchers(text(row, "matchers")),
                time(row, "starts_at"),
                time(row, "ends_at"),
                time(row, "updated_at"),
                text(row, "created_by"),
                text(row, "comment"));
    }

    static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    static Instant time(Readable row, String column) {
        return there(row, column, Instant.class);
    }

    static <T> T there(Readable row, String column, Class<T> type) {
        @Nullable T value = row.get(column, type);
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null, which the schema does not allow");
        }
        return value;
    }

    private static List<String> texts(Readable row, String column) {
        return List.of(there(row, column, String[].class));
    }
}
