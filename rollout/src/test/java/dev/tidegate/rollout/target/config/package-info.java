@NullMarked
package dev.tidegate.rollout.target.config;

import org.jspecify.annotations.NullMarked;
