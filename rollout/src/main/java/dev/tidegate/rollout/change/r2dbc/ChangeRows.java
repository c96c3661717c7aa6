package dev.tidegate.rollout.change.r2dbc;

import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Overlap;
import dev.tidegate.rollout.change.json.ContentJson;
import dev.tidegate.rollout.change.json.RiskJson;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rows of table {@code change}. */
final class ChangeRows {
    /** Of a change {@code c}, with the answers to its revision. */
    static final String COLUMNS = """
            c.id, c.tenant, c.author, c.revision, c.content::text as content, c.rollout, c.rollout_ended_at,
            c.emergency_by, c.emergency_reason, c.emergency_hash, c.emergency_at, c.emergency_reviewer,
            c.created_at, c.updated_at,
            (select told::text from change_reach r where r.change = c.id) as told,
            (select coalesce(json_agg(a order by a.number), '[]')::text from change_approval a
              where a.change = c.id and a.revision = c.revision) as approvals""";

    private ChangeRows() {}

    static Kept kept(Readable row) {
        return new Kept(
                change(row),
                there(row, "created_at", Instant.class),
                there(row, "updated_at", Instant.class),
                Optional.ofNullable(row.get("rollout", String.class)),
                Optional.ofNullable(row.get("rollout_ended_at", Instant.class)),
                Optional.ofNullable(row.get("told", String.class)).map(RiskJson::read));
    }

    static Change change(Readable row) {
        return new Change(
                text(row, "id"),
                text(row, "tenant"),
                text(row, "author"),
                there(row, "revision", Integer.class),
                ContentJson.stored(text(row, "content")),
                approvals(text(row, "approvals")),
                emergency(row));
    }

    private static List<Approval> approvals(String json) {
        List<Approval> approvals = new ArrayList<>();
        for (JsonNode node : JsonMapper.shared().readTree(json)) {
            approvals.add(new Approval(
                    Approval.Side.valueOf(node.path("side").asString("").toUpperCase(Locale.ROOT)),
                    node.path("person").asString(""),
                    node.path("hash").asString(""),
                    time(node, "start_at"),
                    node.path("granted").asBoolean(),
                    node.path("reason").asString(""),
                    time(node, "at")));
        }
        return approvals;
    }

    private static Instant time(JsonNode node, String name) {
        return OffsetDateTime.parse(node.path(name).asString("")).toInstant();
    }

    private static Optional<Change.Emergency> emergency(Readable row) {
        @Nullable String by = row.get("emergency_by", String.class);
        if (by == null) {
            return Optional.empty();
        }
        return Optional.of(new Change.Emergency(
                by,
                text(row, "emergency_reason"),
                text(row, "emergency_hash"),
                there(row, "emergency_at", Instant.class),
                Optional.ofNullable(row.get("emergency_reviewer", String.class))));
    }

    static Overlap overlap(Readable row) {
        return new Overlap(
                text(row, "id"),
                text(row, "title"),
                text(row, "state"),
                there(row, "nodes", Integer.class),
                text(row, "example"));
    }

    static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
