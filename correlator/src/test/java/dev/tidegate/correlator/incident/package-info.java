@NullMarked
package dev.tidegate.correlator.incident;

import org.jspecify.annotations.NullMarked;
