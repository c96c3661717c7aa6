@NullMarked
package dev.tidegate.gateway.ingest;

import org.jspecify.annotations.NullMarked;
