@NullMarked
package dev.tidegate.model.log;

import org.jspecify.annotations.NullMarked;
