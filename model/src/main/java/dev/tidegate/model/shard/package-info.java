/** The shape every deterministic core of Tidegate has: commands and time in, facts out. */
@NullMarked
package dev.tidegate.model.shard;

import org.jspecify.annotations.NullMarked;
