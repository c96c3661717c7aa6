/** The policy file: what is looked at, and when that is good enough. */
@NullMarked
package dev.tidegate.health.policy.yaml;

import org.jspecify.annotations.NullMarked;
