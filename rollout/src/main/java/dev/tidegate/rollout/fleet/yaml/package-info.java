/** The fleet as a file. */
@NullMarked
package dev.tidegate.rollout.fleet.yaml;

import org.jspecify.annotations.NullMarked;
