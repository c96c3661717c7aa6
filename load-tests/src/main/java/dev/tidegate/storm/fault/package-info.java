/** The ways a fleet breaks, each told as the conditions it makes true on which nodes and when. Pure. */
@NullMarked
package dev.tidegate.storm.fault;

import org.jspecify.annotations.NullMarked;
