/** Shards, leases, events and retention on PostgreSQL. */
@NullMarked
package dev.tidegate.correlator.image.r2dbc;

import org.jspecify.annotations.NullMarked;
