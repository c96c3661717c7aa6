/**
 * When a change may run: allow, deny and freeze calendars with time zones.
 */
@NullMarked
package dev.tidegate.rollout.window;

import org.jspecify.annotations.NullMarked;
