@NullMarked
package dev.tidegate.rollout.target.salt;

import org.jspecify.annotations.NullMarked;
