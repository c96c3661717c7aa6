@NullMarked
package dev.tidegate.gate;

import org.jspecify.annotations.NullMarked;
