/** Tries in staging, in PostgreSQL. */
@NullMarked
package dev.tidegate.rollout.staging.r2dbc;

import org.jspecify.annotations.NullMarked;
