/** What can be read of alerts, incidents, silences and events: ports, and the rows they give back. */
@NullMarked
package dev.tidegate.gateway.read;

import org.jspecify.annotations.NullMarked;
