/**
 * A server of the user's own as a target, which is told by HTTP; docs/targets.md is its contract.
 */
@NullMarked
package dev.tidegate.rollout.target.webhook;

import org.jspecify.annotations.NullMarked;
