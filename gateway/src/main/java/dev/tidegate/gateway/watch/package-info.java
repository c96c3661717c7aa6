/** Watches at the doors: what is asked for when one is opened. */
@NullMarked
package dev.tidegate.gateway.watch;

import org.jspecify.annotations.NullMarked;
