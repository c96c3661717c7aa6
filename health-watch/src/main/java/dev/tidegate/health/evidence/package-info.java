/**
 * What probes bring: values of nodes, or the reason why there are none.
 */
@NullMarked
package dev.tidegate.health.evidence;

import org.jspecify.annotations.NullMarked;
