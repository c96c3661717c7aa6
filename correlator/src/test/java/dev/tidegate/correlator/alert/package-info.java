@NullMarked
package dev.tidegate.correlator.alert;

import org.jspecify.annotations.NullMarked;
