@NullMarked
package dev.tidegate.rollout.plan;

import org.jspecify.annotations.NullMarked;
