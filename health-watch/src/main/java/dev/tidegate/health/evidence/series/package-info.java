/**
 * From the numbers that servers answer to evidence: which node and which time a number belongs to, and when numbers are
 * none.
 */
@NullMarked
package dev.tidegate.health.evidence.series;

import org.jspecify.annotations.NullMarked;
