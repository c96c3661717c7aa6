@NullMarked
package dev.tidegate.rollout.risk;

import org.jspecify.annotations.NullMarked;
