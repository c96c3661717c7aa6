/** How judges are tried. */
@NullMarked
package dev.tidegate.health.judge.stat;

import org.jspecify.annotations.NullMarked;
