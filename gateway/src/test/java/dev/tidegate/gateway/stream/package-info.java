@NullMarked
package dev.tidegate.gateway.stream;

import org.jspecify.annotations.NullMarked;
