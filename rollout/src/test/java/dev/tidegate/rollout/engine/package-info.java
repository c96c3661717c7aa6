@NullMarked
package dev.tidegate.rollout.engine;

import org.jspecify.annotations.NullMarked;
