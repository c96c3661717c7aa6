/**
 * Calls to the servers behind targets: bounded in time and bytes, and told in sentences when they fail.
 */
@NullMarked
package dev.tidegate.rollout.target.http;

import org.jspecify.annotations.NullMarked;
