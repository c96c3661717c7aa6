/** What of a shard is kept: its alerts, incidents, members, silences and events as they stand in the database and are shown to readers, and the port that keeps them. */
@NullMarked
package dev.tidegate.correlator.image;

import org.jspecify.annotations.NullMarked;
