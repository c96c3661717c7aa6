package dev.tidegate.rollout.staging.r2dbc;

import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore.Claimed;
import dev.tidegate.rollout.staging.StagingStore.Hold;
import dev.tidegate.rollout.staging.StagingStore.Job;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Rows of runs. */
final class StagingRows {
    /** Of a run {@code s}. */
    static final String COLUMNS = """
            s.id, s.change, s.revision, s.hash, s.tenant, s.nodes, s.targets, s.state, s.reason, s.soak_until,
            s.started_by, s.started_at, s.ended_at, s.epoch""";

    private StagingRows() {}

    static StagingRun run(Readable row) {
        return new StagingRun(
                text(row, "id"),
                text(row, "change"),
                there(row, "revision", Integer.class),
                text(row, "hash"),
                text(row, "tenant"),
                members(there(row, "nodes", String[].class), there(row, "targets", String[].class)),
                StagingRun.State.valueOf(text(row, "state").toUpperCase(Locale.ROOT)),
                text(row, "reason"),
                Optional.ofNullable(row.get("soak_until", Instant.class)),
                text(row, "started_by"),
                there(row, "started_at", Instant.class),
                Optional.ofNullable(row.get("ended_at", Instant.class)));
    }

    private static List<StagingRun.Member> members(String[] nodes, String[] targets) {
        List<StagingRun.Member> members = new ArrayList<>();
        for (int i = 0; i < nodes.length; i++) {
            members.add(new StagingRun.Member(nodes[i], targets[i]));
        }
        return members;
    }

    static Claimed claimed(Readable row) {
        return new Claimed(run(row), new Hold(text(row, "id"), there(row, "epoch", Long.class)));
    }

    static Job job(Readable row) {
        return new Job(text(row, "target"), text(row, "order_id"), text(row, "job"));
    }

    static Finding finding(Readable row) {
        return new Finding(
                there(row, "at", Instant.class),
                Finding.Kind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT)),
                text(row, "node"),
                there(row, "passed", Boolean.class),
                text(row, "words"));
    }

    private static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    private static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
