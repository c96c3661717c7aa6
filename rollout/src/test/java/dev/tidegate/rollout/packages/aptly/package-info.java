@NullMarked
package dev.tidegate.rollout.packages.aptly;

import org.jspecify.annotations.NullMarked;
