package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentRow;
import io.r2dbc.spi.Row;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Columns in the order the mappings read them. By place, not by name: a list has a hundred thousand rows. */
final class Rows {
    static final String ALERT = "a.partition, a.tenant, a.fingerprint, a.site, a.alertname, a.severity, a.node,"
            + " a.labels::text, a.annotations::text, a.generator_url, a.source, a.state = 'firing', a.flapping,"
            + " a.episode, a.starts_at, a.ends_at, a.first_seen, a.last_seen, a.repeats, a.silenced_by,"
            + " a.inhibited_by, a.incident";
    static final String INCIDENT = "i.partition, i.id, i.tenant, i.site, i.number, i.state, i.severity, i.title,"
            + " i.head, i.storm, i.opened_at, i.updated_at, i.acknowledged_at, i.acknowledged_by, i.resolved_at,"
            + " i.resolved_by, i.closed_at, i.merged_into, i.alert_count, i.firing_count, i.node_count, i.nodes,"
            + " i.explanation::text, i.version";
    static final String EVENT = "e.partition, e.seq, e.kind, e.tenant, e.site, coalesce(e.incident, ''), e.body::text";

    private Rows() {}

    static AlertRow alert(Row row, int at) {
        return new AlertRow(
                number(row, at).intValue(),
                text(row, at + 1),
                text(row, at + 2),
                text(row, at + 3),
                text(row, at + 4),
                text(row, at + 5),
                text(row, at + 6),
                text(row, at + 7),
                text(row, at + 8),
                text(row, at + 9),
                text(row, at + 10),
                flag(row, at + 11),
                flag(row, at + 12),
                number(row, at + 13).intValue(),
                time(row, at + 14),
                row.get(at + 15, Instant.class),
                time(row, at + 16),
                time(row, at + 17),
                number(row, at + 18).longValue(),
                texts(row, at + 19),
                texts(row, at + 20),
                row.get(at + 21, String.class));
    }

    static IncidentRow incident(Row row) {
        return new IncidentRow(
                number(row, 0).intValue(),
                text(row, 1),
                text(row, 2),
                text(row, 3),
                number(row, 4).longValue(),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                text(row, 8),
                flag(row, 9),
                time(row, 10),
                time(row, 11),
                row.get(12, Instant.class),
                row.get(13, String.class),
                row.get(14, Instant.class),
                row.get(15, String.class),
                row.get(16, Instant.class),
                row.get(17, String.class),
                number(row, 18).intValue(),
                number(row, 19).intValue(),
                number(row, 20).intValue(),
                texts(row, 21),
                text(row, 22),
                number(row, 23).longValue());
    }

    static EventRow event(Row row) {
        return new EventRow(
                number(row, 0).intValue(),
                number(row, 1).longValue(),
                text(row, 2),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                text(row, 6));
    }

    static String text(Row row, int at) {
        return Objects.requireNonNull(row.get(at, String.class));
    }

    static Number number(Row row, int at) {
        return Objects.requireNonNull(row.get(at, Long.class));
    }

    static Instant time(Row row, int at) {
        return Objects.requireNonNull(row.get(at, Instant.class));
    }

    static boolean flag(Row row, int at) {
        return Objects.requireNonNull(row.get(at, Boolean.class));
    }

    static List<String> texts(Row row, int at) {
        String @Nullable [] array = row.get(at, String[].class);
        return array == null || array.length == 0 ? List.of() : List.of(array);
    }
}
