/** What a shard decides by. */
@NullMarked
package dev.tidegate.correlator.policy;

import org.jspecify.annotations.NullMarked;
