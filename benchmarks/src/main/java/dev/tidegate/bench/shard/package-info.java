/** What a shard costs. */
@NullMarked
package dev.tidegate.bench.shard;

import org.jspecify.annotations.NullMarked;
