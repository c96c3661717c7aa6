/**
 * The audit in PostgreSQL.
 */
@NullMarked
package dev.tidegate.rollout.audit.r2dbc;

import org.jspecify.annotations.NullMarked;
