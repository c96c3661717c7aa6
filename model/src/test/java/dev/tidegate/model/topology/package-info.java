@NullMarked
package dev.tidegate.model.topology;

import org.jspecify.annotations.NullMarked;
