/** Alertmanager's APIs v2 and v1, as Prometheus, amtool and older senders speak them. */
@NullMarked
package dev.tidegate.gateway.ingest.alertmanager;

import org.jspecify.annotations.NullMarked;
