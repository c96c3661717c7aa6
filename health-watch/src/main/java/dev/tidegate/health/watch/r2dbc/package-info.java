/** Watches on PostgreSQL. */
@NullMarked
package dev.tidegate.health.watch.r2dbc;

import org.jspecify.annotations.NullMarked;
