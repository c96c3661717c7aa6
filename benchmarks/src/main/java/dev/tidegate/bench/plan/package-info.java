/** What planning costs. */
@NullMarked
package dev.tidegate.bench.plan;

import org.jspecify.annotations.NullMarked;
