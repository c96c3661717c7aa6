/** A real Gerrit for tests: {@link dev.tidegate.gerrit.GerritNode} sets it up, starts it and ends it. */
@NullMarked
package dev.tidegate.gerrit;

import org.jspecify.annotations.NullMarked;
