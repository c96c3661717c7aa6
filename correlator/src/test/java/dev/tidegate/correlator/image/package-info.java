@NullMarked
package dev.tidegate.correlator.image;

import org.jspecify.annotations.NullMarked;
