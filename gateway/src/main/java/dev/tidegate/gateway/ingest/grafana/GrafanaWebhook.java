package dev.tidegate.gateway.ingest.grafana;

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
 * {@code POST /api/v1/webhooks/grafana}: the webhook contact point of Grafana's unified alerting, version 1. Its alerts
 * are Alertmanager's with more links; those and the value that fired are kept as annotations.
 */
public final class GrafanaWebhook implements AlertFormat {

    private static final List<String> TEXTS =
            List.of("valueString", "dashboardURL", "panelURL", "silenceURL", "imageURL", "ruleUID");

    private final AlertBodies bodies;

    public GrafanaWebhook(IngestLimits limits, Duration hold) {
        bodies = new AlertBodies(limits, new AlertShape(true, hold, TEXTS));
    }

    @Override
    public String name() {
        return "grafana";
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
