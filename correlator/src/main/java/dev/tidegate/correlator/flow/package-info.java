/** The correlator's reactive shell: claims, lanes, ticks, relay, retention. */
@NullMarked
package dev.tidegate.correlator.flow;

import org.jspecify.annotations.NullMarked;
