/**
 * Change to waves: review, staging, risk, approvals, windows, waves, pull-back and the audit of all of it.
 * Holds little yet.
 */
@NullMarked
package dev.tidegate.rollout;

import org.jspecify.annotations.NullMarked;
