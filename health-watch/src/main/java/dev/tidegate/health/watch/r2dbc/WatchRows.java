package dev.tidegate.health.watch.r2dbc;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.WatchRow;
import dev.tidegate.health.watch.WatchSpec;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of tables {@code watch} and {@code watch_verdict}. */
final class WatchRows {
    /** Of a watch {@code w} and its latest verdict {@code v}. */
    static final String COLUMNS = """
            w.id, w.tenant, w.name, w.policy, w.watched, w.control, w.changed_at, w.until, w.opened_by, w.opened_at,
            w.state, w.closed_at, w.closed_by, w.close_reason, w.frame_seq, w.owner, w.epoch,
            v.number, v.at, v.told_at, v.verdict as kind, v.signal, v.cause, v.doubt, v.reason""";

    static final String LATEST = """
             left join lateral (select * from watch_verdict d where d.watch = w.id order by d.number desc limit 1) v
                    on true""";

    private WatchRows() {}

    static WatchSpec spec(Readable row) {
        return new WatchSpec(
                text(row, "id"),
                text(row, "tenant"),
                text(row, "name"),
                text(row, "policy"),
                new Cohort(
                        List.of(there(row, "watched", String[].class)), List.of(there(row, "control", String[].class))),
                there(row, "changed_at", Instant.class),
                row.get("until", Instant.class),
                text(row, "opened_by"),
                there(row, "opened_at", Instant.class));
    }

    /** The latest verdict, without its report; null when there is none. */
    static @Nullable VerdictRow latest(Readable row) {
        return row.get("number", Long.class) == null ? null : verdict(row, "{}");
    }

    static VerdictRow verdict(Readable row, String report) {
        VerdictWords words = new VerdictWords(
                text(row, "kind"),
                row.get("signal", String.class),
                row.get("cause", String.class),
                row.get("doubt", String.class),
                text(row, "reason"));
        return new VerdictRow(
                there(row, "number", Long.class),
                there(row, "at", Instant.class),
                there(row, "told_at", Instant.class),
                words.verdict(),
                report);
    }

    static WatchRow watch(Readable row) {
        return new WatchRow(
                spec(row),
                text(row, "state").equals("open"),
                row.get("closed_at", Instant.class),
                row.get("closed_by", String.class),
                row.get("close_reason", String.class),
                latest(row),
                there(row, "frame_seq", Long.class),
                row.get("owner", String.class));
    }

    static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
