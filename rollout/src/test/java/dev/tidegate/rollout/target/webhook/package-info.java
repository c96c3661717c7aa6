@NullMarked
package dev.tidegate.rollout.target.webhook;

import org.jspecify.annotations.NullMarked;
