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
 * Notifications about groups of alerts: version 4 of Alertmanager's webhook ({@code template.Data}), and version 1 of
 * the webhook of Grafana's unified alerting, which is the same with more links. Of a group only {@code alerts} and {@code
 * truncatedAlerts} are looked at; what the group has in common is in each alert anyway.
 *
 * <p>A firing group is repeated after a {@code repeat_interval}, with the promise to say when it is resolved. A firing
 * alert is therefore held for a while (see {@code hold}), not for the resolve timeout of a few minutes.
 *
 * <p>A sender that is told to ({@code max_alerts}) leaves alerts out of long groups, and says how many. They are lost to
 * us, so they are counted, logged and told in the answer.
 */
public final class Notifications implements AlertFormat {
    /** Texts that Grafana has in each alert beside Alertmanager's; kept as annotations. */
    private static final List<String> GRAFANAS_TEXTS =
            List.of("valueString", "dashboardURL", "panelURL", "silenceURL", "imageURL", "ruleUID");

    private final String name;
    private final AlertBodies bodies;
    private final LeftOut leftOut = new LeftOut();

    private Notifications(String name, IngestLimits limits, AlertShape shape) {
        this.name = name;
        bodies = new AlertBodies(limits, shape);
    }

    /** {@code POST /api/v1/webhooks/alertmanager}. */
    public static Notifications ofAlertmanager(IngestLimits limits, Duration hold) {
        return new Notifications("alertmanager-webhook", limits, new AlertShape(true, hold, List.of()));
    }

    /** {@code POST /api/v1/webhooks/grafana}. */
    public static Notifications ofGrafana(IngestLimits limits, Duration hold) {
        return new Notifications("grafana", limits, new AlertShape(true, hold, GRAFANAS_TEXTS));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takes(String mediaType) {
        return MediaTypes.isJson(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        AlertBodies.Group group = bodies.readGroup(body, length, into);
        if (group.leftOut() == 0) {
            return Problems.answer(into.refusals());
        }
        into.leftOut(group.leftOut());
        leftOut.tell(name, group.sender(), group.leftOut());
        return into.refusals().isEmpty()
                ? Answer.json(
                        200,
                        "{\"truncatedAlerts\":" + group.leftOut() + ",\"detail\":" + Answer.quoted(LeftOut.ADVICE)
                                + "}")
                : Problems.answer(into.refusals());
    }

    @Override
    public Answer refuse(Refusal refusal) {
        return Problems.refusal(refusal);
    }
}
