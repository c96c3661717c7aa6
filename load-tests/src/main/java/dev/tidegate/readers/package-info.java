/** What readers of a watch cost the gateway that runs it. */
@NullMarked
package dev.tidegate.readers;

import org.jspecify.annotations.NullMarked;
