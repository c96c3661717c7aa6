/** The alert rules a site runs, and how the per-node ones climb to whole-service ones. Pure. */
@NullMarked
package dev.tidegate.storm.rule;

import org.jspecify.annotations.NullMarked;
