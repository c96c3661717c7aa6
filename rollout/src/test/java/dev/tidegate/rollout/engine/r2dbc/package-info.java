@NullMarked
package dev.tidegate.rollout.engine.r2dbc;

import org.jspecify.annotations.NullMarked;
