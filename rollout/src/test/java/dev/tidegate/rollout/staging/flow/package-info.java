@NullMarked
package dev.tidegate.rollout.staging.flow;

import org.jspecify.annotations.NullMarked;
