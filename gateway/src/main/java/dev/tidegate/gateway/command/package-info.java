/** How the doors ask something of shards. */
@NullMarked
package dev.tidegate.gateway.command;

import org.jspecify.annotations.NullMarked;
