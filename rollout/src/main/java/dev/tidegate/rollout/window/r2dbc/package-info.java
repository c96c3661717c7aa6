/** Calendars in PostgreSQL. */
@NullMarked
package dev.tidegate.rollout.window.r2dbc;

import org.jspecify.annotations.NullMarked;
