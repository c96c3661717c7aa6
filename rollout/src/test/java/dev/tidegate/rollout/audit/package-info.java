@NullMarked
package dev.tidegate.rollout.audit;

import org.jspecify.annotations.NullMarked;
