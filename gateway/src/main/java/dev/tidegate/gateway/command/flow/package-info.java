/** Commands on their way. */
@NullMarked
package dev.tidegate.gateway.command.flow;

import org.jspecify.annotations.NullMarked;
