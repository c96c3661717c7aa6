/** Incidents and alerts as pages, and what people do to incidents, over HTTP. */
@NullMarked
package dev.tidegate.gateway.incident.http;

import org.jspecify.annotations.NullMarked;
