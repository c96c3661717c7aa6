/** What one gateway at a time works on, as tables of PostgreSQL. */
@NullMarked
package dev.tidegate.rollout.lease.r2dbc;

import org.jspecify.annotations.NullMarked;
