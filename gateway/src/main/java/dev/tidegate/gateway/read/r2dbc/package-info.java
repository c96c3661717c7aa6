/** Reads on PostgreSQL, over a pool of connections of their own: a slow reader must not keep a shard from writing. */
@NullMarked
package dev.tidegate.gateway.read.r2dbc;

import org.jspecify.annotations.NullMarked;
