package dev.tidegate.gateway.ingest.webhook;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.MediaTypes;
import dev.tidegate.gateway.ingest.Problems;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.json.AlertBodies;
import dev.tidegate.gateway.ingest.json.AlertShape;
import java.time.Duration;
import java.util.List;

/**
 * {@code POST /api/v1/webhooks/alertmanager}: the notifications of a running Alertmanager, version 4 of its webhook
 * ({@code template.Data}). Only {@code alerts} is looked at; what the group has in common is in each alert anyway.
 *
 * <p>Alertmanager repeats a firing group after its {@code repeat_interval} and promises to say when it is resolved. A
 * firing alert is therefore held for a while (see {@code hold}), not for the resolve timeout of a few minutes.
 */
public final class AlertmanagerWebhook implements AlertFormat {

    private final AlertBodies bodies;

    public AlertmanagerWebhook(IngestLimits limits, Duration hold) {
        bodies = new AlertBodies(limits, new AlertShape(true, hold, List.of()));
    }

    @Override
    public String name() {
        return "alertmanager-webhook";
    }

    @Override
    public boolean takes(String mediaType) {
        return MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        bodies.readMember("alerts", body, length, into);
        return Problems.answer(into.refusals());
    }

    @Override
    public Answer refuse(Refusal refusal) {
        return Problems.refusal(refusal);
    }
}
