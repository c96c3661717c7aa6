/** One partition's worth of alerts and incidents, and the runner that takes it from records of the log to rows. */
@NullMarked
package dev.tidegate.correlator.shard;

import org.jspecify.annotations.NullMarked;
