@NullMarked
package dev.tidegate.rollout.target.command;

import org.jspecify.annotations.NullMarked;
