/** Alerta's way of receiving an alert, and its mapping of Prometheus notifications. */
@NullMarked
package dev.tidegate.gateway.ingest.alerta;

import org.jspecify.annotations.NullMarked;
