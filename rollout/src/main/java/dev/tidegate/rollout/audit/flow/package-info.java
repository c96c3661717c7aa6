/**
 * Walks through the audit with as much memory as a page of it takes.
 */
@NullMarked
package dev.tidegate.rollout.audit.flow;

import org.jspecify.annotations.NullMarked;
