@NullMarked
package dev.tidegate.inner;

import org.jspecify.annotations.NullMarked;
