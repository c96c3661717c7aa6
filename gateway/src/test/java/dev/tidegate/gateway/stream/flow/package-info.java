@NullMarked
package dev.tidegate.gateway.stream.flow;

import org.jspecify.annotations.NullMarked;
