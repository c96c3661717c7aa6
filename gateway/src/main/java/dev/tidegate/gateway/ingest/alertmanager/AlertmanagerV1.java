package dev.tidegate.gateway.ingest.alertmanager;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.MediaTypes;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.json.AlertBodies;
import dev.tidegate.gateway.ingest.json.AlertShape;

/**
 * {@code POST /api/v1/alerts}, which Alertmanager dropped in 0.27 and older senders still speak: the alerts of v2, answered
 * with {@code {"status":"success"}} or {@code {"status":"error","errorType":"bad_data","error":"…"}}. Such senders often
 * leave the media type out.
 */
public final class AlertmanagerV1 implements AlertFormat {
    private final AlertBodies bodies;

    public AlertmanagerV1(IngestLimits limits) {
        bodies = new AlertBodies(limits, AlertShape.ALERTMANAGER);
    }

    @Override
    public String name() {
        return "alertmanager-v1";
    }

    @Override
    public boolean takes(String mediaType) {
        return mediaType.isEmpty() || MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        bodies.readArray(body, length, into);
        return into.refusals().isEmpty()
                ? Answer.json(200, "{\"status\":\"success\"}")
                : error(400, "bad_data", into.refusals().toString());
    }

    @Override
    public Answer refuse(Refusal refusal) {
        String type = refusal.reason().passing() ? "server_error" : "bad_data";
        return error(refusal.reason().status(), type, refusal.words());
    }

    private static Answer error(int status, String type, String words) {
        return Answer.json(
                status, "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":" + Answer.quoted(words) + "}");
    }
}
