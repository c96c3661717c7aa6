@NullMarked
package dev.tidegate.rollout.staging;

import org.jspecify.annotations.NullMarked;
