/** Reads that many ask for at the same time, asked once. */
@NullMarked
package dev.tidegate.gateway.read.flow;

import org.jspecify.annotations.NullMarked;
