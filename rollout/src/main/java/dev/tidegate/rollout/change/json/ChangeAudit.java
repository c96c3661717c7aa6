package dev.tidegate.rollout.change.json;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.change.Approval;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Reminder;
import dev.tidegate.rollout.staging.StagingRun;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is written down of a change. */
public final class ChangeAudit {
    private static final String SELF = "tidegate";

    private ChangeAudit() {}

    public static AuditEntry created(Change change, Instant at) {
        return entry(change, change.author(), "change.created", at, content(change));
    }

    public static AuditEntry edited(Change change, Instant at) {
        return entry(change, change.author(), "change.edited", at, content(change));
    }

    private static ObjectNode content(Change change) {
        ObjectNode detail = detail(change);
        detail.set("content", ContentJson.write(change.content()));
        return detail;
    }

    /** @param obstacles that stood at the time; they do when it was a refusal */
    public static AuditEntry answered(Change change, Approval approval, List<String> obstacles) {
        ObjectNode detail = detail(change)
                .put("side", approval.side().name().toLowerCase(Locale.ROOT))
                .put("start", approval.start().toString())
                .put("reason", approval.reason());
        obstacles.forEach(detail.putArray("obstacles")::add);
        String action = approval.granted() ? "change.approved" : "change.refused";
        return entry(change, approval.by(), action, approval.at(), detail);
    }

    public static AuditEntry emergency(Change change, Change.Emergency glass, List<String> overridden) {
        ObjectNode detail = detail(change).put("reason", glass.reason());
        overridden.forEach(detail.putArray("overridden")::add);
        return entry(change, glass.by(), "change.emergency", glass.at(), detail);
    }

    public static AuditEntry reviewed(Change change, String by, String note, Instant at) {
        return entry(change, by, "change.emergency-reviewed", at, detail(change).put("note", note));
    }

    public static AuditEntry reminded(Change change, Reminder reminder, Instant at) {
        ObjectNode detail = detail(change)
                .put("about", reminder.about().name().toLowerCase(Locale.ROOT))
                .put("to", reminder.to().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("words", reminder.words());
        return entry(change, SELF, "change.reminded", at, detail);
    }

    public static AuditEntry stagingStarted(StagingRun run) {
        ObjectNode detail = detail(run);
        run.nodes().forEach(detail.putArray("nodes")::add);
        return staging(run, run.startedBy(), "staging.started", run.startedAt(), detail);
    }

    public static AuditEntry stagingEnded(StagingRun run, StagingRun.State state, String reason, Instant at) {
        String action = "staging." + state.name().toLowerCase(Locale.ROOT);
        return staging(run, SELF, action, at, detail(run).put("reason", reason));
    }

    private static ObjectNode detail(Change change) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("revision", change.revision())
                .put("hash", change.content().hash());
    }

    private static ObjectNode detail(StagingRun run) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("run", run.id())
                .put("revision", run.revision())
                .put("hash", run.hash());
    }

    private static AuditEntry entry(Change change, String actor, String action, Instant at, ObjectNode detail) {
        return new AuditEntry(at, actor, change.tenant(), action, change.id(), detail.toString());
    }

    private static AuditEntry staging(StagingRun run, String actor, String action, Instant at, ObjectNode detail) {
        return new AuditEntry(at, actor, run.tenant(), action, run.change(), detail.toString());
    }
}
