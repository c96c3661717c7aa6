/** Alertmanager's webhook, version 4: what a running Alertmanager forwards. */
@NullMarked
package dev.tidegate.gateway.ingest.webhook;

import org.jspecify.annotations.NullMarked;
