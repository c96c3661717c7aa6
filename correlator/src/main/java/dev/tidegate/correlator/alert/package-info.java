/** Alerts of a shard: who they are, whether they fire, flap or are suppressed. */
@NullMarked
package dev.tidegate.correlator.alert;

import org.jspecify.annotations.NullMarked;
