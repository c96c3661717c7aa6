@NullMarked
package dev.tidegate.rollout.remote;

import org.jspecify.annotations.NullMarked;
