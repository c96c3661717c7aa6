@NullMarked
package dev.tidegate.gateway.ingest.flow;

import org.jspecify.annotations.NullMarked;
