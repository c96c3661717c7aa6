/** The dashboard, looked at and used in a real browser. */
@NullMarked
package dev.tidegate.board;

import org.jspecify.annotations.NullMarked;
