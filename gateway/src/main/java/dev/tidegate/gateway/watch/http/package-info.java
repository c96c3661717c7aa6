/** Watches over HTTP. */
@NullMarked
package dev.tidegate.gateway.watch.http;

import org.jspecify.annotations.NullMarked;
