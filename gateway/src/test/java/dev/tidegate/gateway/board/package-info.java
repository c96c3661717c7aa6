@NullMarked
package dev.tidegate.gateway.board;

import org.jspecify.annotations.NullMarked;
