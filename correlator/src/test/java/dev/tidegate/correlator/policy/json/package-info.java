@NullMarked
package dev.tidegate.correlator.policy.json;

import org.jspecify.annotations.NullMarked;
