/** Packages published by Aptly, over its HTTP API. */
@NullMarked
package dev.tidegate.rollout.packages.aptly;

import org.jspecify.annotations.NullMarked;
