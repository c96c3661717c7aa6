/** What can be asked of a shard, and how it is written on the log. */
@NullMarked
package dev.tidegate.correlator.command;

import org.jspecify.annotations.NullMarked;
