@NullMarked
package dev.tidegate.rollout.window.json;

import org.jspecify.annotations.NullMarked;
