@NullMarked
package dev.tidegate.fleet;

import org.jspecify.annotations.NullMarked;
