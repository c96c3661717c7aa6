/** Rollouts over HTTP. */
@NullMarked
package dev.tidegate.gateway.rollout.http;

import org.jspecify.annotations.NullMarked;
