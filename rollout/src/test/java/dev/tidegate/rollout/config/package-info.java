@NullMarked
package dev.tidegate.rollout.config;

import org.jspecify.annotations.NullMarked;
