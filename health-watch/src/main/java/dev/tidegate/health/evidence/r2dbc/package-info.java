/** Our own alerts as evidence, read from the rows that the correlator writes. */
@NullMarked
package dev.tidegate.health.evidence.r2dbc;

import org.jspecify.annotations.NullMarked;
