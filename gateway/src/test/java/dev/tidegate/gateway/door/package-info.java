@NullMarked
package dev.tidegate.gateway.door;

import org.jspecify.annotations.NullMarked;
