/** A rollout as a state machine: commands and time in, facts out. No I/O, no thread, no clock. */
@NullMarked
package dev.tidegate.rollout.engine;

import org.jspecify.annotations.NullMarked;
