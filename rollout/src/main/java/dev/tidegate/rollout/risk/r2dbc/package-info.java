/** What came of changes, in PostgreSQL. */
@NullMarked
package dev.tidegate.rollout.risk.r2dbc;

import org.jspecify.annotations.NullMarked;
