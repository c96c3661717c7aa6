@NullMarked
package dev.tidegate.rollout.change.r2dbc;

import org.jspecify.annotations.NullMarked;
