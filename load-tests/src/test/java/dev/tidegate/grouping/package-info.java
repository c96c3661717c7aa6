@NullMarked
package dev.tidegate.grouping;

import org.jspecify.annotations.NullMarked;
