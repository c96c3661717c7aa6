/** Measures the judge: false alarms, how soon it finds what is wrong, and real faulty changes; beside its peers. */
@NullMarked
package dev.tidegate.gate;

import org.jspecify.annotations.NullMarked;
