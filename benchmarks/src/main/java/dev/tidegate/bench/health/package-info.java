/** What judging costs. */
@NullMarked
package dev.tidegate.bench.health;

import org.jspecify.annotations.NullMarked;
