/** Changes in JSON. */
@NullMarked
package dev.tidegate.rollout.change.json;

import org.jspecify.annotations.NullMarked;
