@NullMarked
package dev.tidegate.rollout.fleet.yaml;

import org.jspecify.annotations.NullMarked;
