/** Where review and packages are, as the fleet file says, and what is made of it. */
@NullMarked
package dev.tidegate.rollout.config;

import org.jspecify.annotations.NullMarked;
