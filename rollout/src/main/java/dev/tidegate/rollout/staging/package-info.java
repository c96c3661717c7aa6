/**
 * A change on machines that are there to try it on: applied, proven, tested, and its health judged.
 */
@NullMarked
package dev.tidegate.rollout.staging;

import org.jspecify.annotations.NullMarked;
