@NullMarked
package dev.tidegate.correlator.replay;

import org.jspecify.annotations.NullMarked;
