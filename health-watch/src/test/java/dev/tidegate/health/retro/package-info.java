@NullMarked
package dev.tidegate.health.retro;

import org.jspecify.annotations.NullMarked;
