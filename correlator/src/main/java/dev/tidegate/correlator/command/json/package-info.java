/** Commands on the log as JSON: few and small, so that being readable counts for more than being short. */
@NullMarked
package dev.tidegate.correlator.command.json;

import org.jspecify.annotations.NullMarked;
