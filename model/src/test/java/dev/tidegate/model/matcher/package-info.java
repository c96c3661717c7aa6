@NullMarked
package dev.tidegate.model.matcher;

import org.jspecify.annotations.NullMarked;
