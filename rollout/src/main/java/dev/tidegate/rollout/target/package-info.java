/**
 * What carries a revision to nodes and reads it back from them: Salt, a command, a webhook.
 */
@NullMarked
package dev.tidegate.rollout.target;

import org.jspecify.annotations.NullMarked;
