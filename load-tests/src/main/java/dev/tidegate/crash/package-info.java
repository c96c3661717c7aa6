/** Kills a gateway with -9 under load, again and again, and compares what it acknowledged with what it still knows. */
@NullMarked
package dev.tidegate.crash;

import org.jspecify.annotations.NullMarked;
