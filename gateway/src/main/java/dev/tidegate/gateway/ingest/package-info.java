/** The doors in: what a request may hold, what is refused and why, and the batches that go to the log. */
@NullMarked
package dev.tidegate.gateway.ingest;

import org.jspecify.annotations.NullMarked;
