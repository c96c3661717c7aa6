/** Gatling simulations against a running gateway, and the command that runs them. */
@NullMarked
package dev.tidegate.load;

import org.jspecify.annotations.NullMarked;
