/**
 * How likely a change is to go wrong, and what follows from it for its plan and its approvals.
 */
@NullMarked
package dev.tidegate.rollout.risk;

import org.jspecify.annotations.NullMarked;
