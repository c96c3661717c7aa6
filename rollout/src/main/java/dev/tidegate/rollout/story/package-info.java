/** What became of a rollout, told from its events: which wave went where, what was seen, who did what, and how it ended. */
@NullMarked
package dev.tidegate.rollout.story;

import org.jspecify.annotations.NullMarked;
