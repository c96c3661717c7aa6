@NullMarked
package dev.tidegate.health.policy.yaml;

import org.jspecify.annotations.NullMarked;
