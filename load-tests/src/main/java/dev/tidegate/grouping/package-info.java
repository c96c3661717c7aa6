/** Measures how the correlator groups alerts of real data sets: its replay, against what the sets say is true. */
@NullMarked
package dev.tidegate.grouping;

import org.jspecify.annotations.NullMarked;
