/** The dashboard: its files, under which addresses they are found, and what it asks for beside the public doors. */
@NullMarked
package dev.tidegate.gateway.board;

import org.jspecify.annotations.NullMarked;
