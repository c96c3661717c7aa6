@NullMarked
package dev.tidegate.correlator.command.json;

import org.jspecify.annotations.NullMarked;
