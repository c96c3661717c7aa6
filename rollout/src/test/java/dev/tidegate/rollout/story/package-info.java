@NullMarked
package dev.tidegate.rollout.story;

import org.jspecify.annotations.NullMarked;
