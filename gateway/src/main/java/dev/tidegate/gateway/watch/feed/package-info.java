/** Facts of watches between gateways. */
@NullMarked
package dev.tidegate.gateway.watch.feed;

import org.jspecify.annotations.NullMarked;
