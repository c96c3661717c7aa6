@NullMarked
package dev.tidegate.correlator.shard;

import org.jspecify.annotations.NullMarked;
