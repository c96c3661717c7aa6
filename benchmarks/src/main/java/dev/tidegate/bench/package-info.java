/**
 * JMH benchmarks. Each asks one question and carries the command that runs it.
 */
@NullMarked
package dev.tidegate.bench;

import org.jspecify.annotations.NullMarked;
