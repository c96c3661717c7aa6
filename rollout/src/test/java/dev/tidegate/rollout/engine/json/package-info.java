@NullMarked
package dev.tidegate.rollout.engine.json;

import org.jspecify.annotations.NullMarked;
