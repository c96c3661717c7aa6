@NullMarked
package dev.tidegate.gateway.ingest.webhook;

import org.jspecify.annotations.NullMarked;
