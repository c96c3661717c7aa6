/**
 * Decides from evidence, and says why. Pure: it is given the time and reads no clock.
 */
@NullMarked
package dev.tidegate.health.judge;

import org.jspecify.annotations.NullMarked;
