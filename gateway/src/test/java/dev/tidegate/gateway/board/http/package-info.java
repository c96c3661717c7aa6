@NullMarked
package dev.tidegate.gateway.board.http;

import org.jspecify.annotations.NullMarked;
