@NullMarked
package dev.tidegate.embedded;

import org.jspecify.annotations.NullMarked;
