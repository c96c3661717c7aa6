/** What the correlator wants of a log beside {@link dev.tidegate.model.log.EventLog}. */
@NullMarked
package dev.tidegate.correlator.log;

import org.jspecify.annotations.NullMarked;
