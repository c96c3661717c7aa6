/**
 * The storm generator: a fleet with real alert rules that breaks in known ways, and tells afterwards which
 * alert belonged to which fault.
 */
@NullMarked
package dev.tidegate.storm;

import org.jspecify.annotations.NullMarked;
