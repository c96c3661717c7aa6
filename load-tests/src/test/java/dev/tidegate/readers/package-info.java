@NullMarked
package dev.tidegate.readers;

import org.jspecify.annotations.NullMarked;
