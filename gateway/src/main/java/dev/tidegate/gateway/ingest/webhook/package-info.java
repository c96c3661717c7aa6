/** Webhooks of Alertmanager and Grafana: notifications about groups of alerts. */
@NullMarked
package dev.tidegate.gateway.ingest.webhook;

import org.jspecify.annotations.NullMarked;
