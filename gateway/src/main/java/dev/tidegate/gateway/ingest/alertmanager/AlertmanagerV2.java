package dev.tidegate.gateway.ingest.alertmanager;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.MediaTypes;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.json.AlertBodies;
import dev.tidegate.gateway.ingest.json.AlertShape;

/**
 * {@code POST /api/v2/alerts} as Alertmanager 0.25 answers it: an empty 200; bad alerts as one JSON string with 400,
 * while the good ones of the batch are kept; a body that cannot be read as {@code {"code":400,"message":"…"}}; no body
 * at all as 422 with code 602.
 *
 * <p>Different on purpose: an alert whose member has the wrong type or an unreadable time is refused alone, where
 * Alertmanager refuses the batch; and each bad alert is named with its place.
 */
public final class AlertmanagerV2 implements AlertFormat {
    private final AlertBodies bodies;

    public AlertmanagerV2(IngestLimits limits) {
        bodies = new AlertBodies(limits, AlertShape.ALERTMANAGER);
    }

    @Override
    public String name() {
        return "alertmanager-v2";
    }

    @Override
    public boolean takes(String mediaType) {
        return MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        bodies.readArray(body, length, into);
        return into.refusals().isEmpty()
                ? Answer.empty(200)
                : Answer.json(400, Answer.quoted(into.refusals().toString()));
    }

    @Override
    public Answer refuse(Refusal refusal) {
        if (refusal.reason() == RefusalReason.BODY_EMPTY) {
            return Answer.json(422, "{\"code\":602,\"message\":\"alerts in body is required\"}");
        }
        int status = refusal.reason().status();
        String words = refusal.reason() == RefusalReason.BAD_JSON
                ? "parsing alerts body from \"\" failed, because " + refusal.words()
                : refusal.words();
        return Answer.json(status, "{\"code\":" + status + ",\"message\":" + Answer.quoted(words) + "}");
    }
}
