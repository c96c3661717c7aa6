@NullMarked
package dev.tidegate.rollout.risk.r2dbc;

import org.jspecify.annotations.NullMarked;
