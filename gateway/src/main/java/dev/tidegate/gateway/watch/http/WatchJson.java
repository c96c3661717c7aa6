package dev.tidegate.gateway.watch.http;

import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.WatchRow;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.json.FactJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Watches as documents. */
final class WatchJson {
    private WatchJson() {}

    /**
     * Some of the decisions of a watch, in their order.
     *
     * @param nextCursor where those after them are; null when there are none
     */
    record History(List<VerdictRow> verdicts, @Nullable String nextCursor) {
        History {
            verdicts = List.copyOf(verdicts);
        }
    }

    /** A watch with all there is to it. */
    static byte[] document(WatchRow row, History history, byte @Nullable [] lastFrame) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            fields(out, row);
            WatchSpec spec = row.spec();
            out.writeStringProperty("policy", spec.policyText());
            RowJson.texts(out, "watched", spec.cohort().watched());
            RowJson.texts(out, "control", spec.cohort().control());
            RowJson.raw(out, "lastFrame", lastFrame == null ? "null" : new String(lastFrame, StandardCharsets.UTF_8));
            out.writeArrayPropertyStart("history");
            history.verdicts().forEach(verdict -> verdict(out, verdict, true));
            out.writeEndArray();
            RowJson.text(out, "historyCursor", history.nextCursor());
            out.writeEndObject();
        });
    }

    /** A page of decisions. */
    static byte[] verdicts(History page) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("items");
            page.verdicts().forEach(verdict -> verdict(out, verdict, true));
            out.writeEndArray();
            RowJson.text(out, "nextCursor", page.nextCursor());
            out.writeEndObject();
        });
    }

    /** A page of watches. */
    static byte[] page(List<WatchRow> rows, @Nullable String nextCursor) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("items");
            for (WatchRow row : rows) {
                out.writeStartObject();
                fields(out, row);
                out.writeEndObject();
            }
            out.writeEndArray();
            RowJson.text(out, "nextCursor", nextCursor);
            out.writeEndObject();
        });
    }

    private static void fields(JsonGenerator out, WatchRow row) {
        WatchSpec spec = row.spec();
        out.writeStringProperty("id", spec.id());
        out.writeStringProperty("tenant", spec.tenant());
        out.writeStringProperty("name", spec.name());
        out.writeStringProperty("state", row.open() ? "open" : "closed");
        VerdictRow latest = row.latest();
        out.writeName("verdict");
        if (latest == null) {
            out.writeNull();
        } else {
            verdict(out, latest, false);
        }
        out.writeNumberProperty("watchedCount", spec.cohort().watched().size());
        out.writeNumberProperty("controlCount", spec.cohort().control().size());
        RowJson.time(out, "since", spec.changedAt());
        RowJson.time(out, "until", spec.until());
        RowJson.time(out, "openedAt", spec.openedAt());
        out.writeStringProperty("openedBy", spec.openedBy());
        RowJson.time(out, "closedAt", row.closedAt());
        RowJson.text(out, "closedBy", row.closedBy());
        RowJson.text(out, "closeReason", row.closeReason());
        RowJson.text(out, "runsAt", row.owner());
        out.writeStringProperty("stream", "/api/v1/watches/" + spec.id() + "/stream");
    }

    private static void verdict(JsonGenerator out, VerdictRow row, boolean report) {
        out.writeStartObject();
        out.writeNumberProperty("number", row.number());
        RowJson.time(out, "at", row.at());
        RowJson.time(out, "toldAt", row.toldAt());
        FactJson.words(out, VerdictWords.of(row.verdict()));
        if (report) {
            RowJson.raw(out, "report", row.report());
        }
        out.writeEndObject();
    }
}
