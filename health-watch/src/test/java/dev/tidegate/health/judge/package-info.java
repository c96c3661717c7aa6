/** How judges are tried. */
@NullMarked
package dev.tidegate.health.judge;

import org.jspecify.annotations.NullMarked;
