/** What depends on what in a fleet: typed, versioned edges that know where they come from. */
@NullMarked
package dev.tidegate.model.topology;

import org.jspecify.annotations.NullMarked;
