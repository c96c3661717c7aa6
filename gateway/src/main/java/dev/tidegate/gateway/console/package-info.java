/**
 * {@code ./tidegate user}, {@code token} and {@code audit}: a client of a running gateway for whoever operates it.
 */
@NullMarked
package dev.tidegate.gateway.console;

import org.jspecify.annotations.NullMarked;
