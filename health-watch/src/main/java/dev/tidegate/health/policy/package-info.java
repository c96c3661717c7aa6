/**
 * What a watch looks at, and by which limits and comparisons it decides.
 */
@NullMarked
package dev.tidegate.health.policy;

import org.jspecify.annotations.NullMarked;
