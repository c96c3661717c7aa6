package dev.tidegate.gateway.ingest;

import java.time.Duration;
import java.util.Set;

/**
 * What an operator can set about the doors in.
 *
 * @param site the label whose value is an alert's site
 * @param webhookHold how long an alert that a webhook says is firing stays so without another word; a little more than
 *     the repeat interval of the Alertmanager or Grafana that sends it
 * @param alertaEnvironments the environments Alerta senders may name; empty for any
 */
public record IngestSettings(
        IngestLimits limits, SiteLabel site, Duration webhookHold, Set<String> alertaEnvironments) {
    public static final IngestSettings DEFAULT =
            new IngestSettings(IngestLimits.DEFAULT, SiteLabel.DEFAULT, Duration.ofHours(5), Set.of());

    public IngestSettings {
        alertaEnvironments = Set.copyOf(alertaEnvironments);
    }
}
