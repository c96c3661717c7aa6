/** Compares the incidents somebody made of a storm with the faults that really caused it. */
@NullMarked
package dev.tidegate.storm.score;

import org.jspecify.annotations.NullMarked;
