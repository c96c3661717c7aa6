@NullMarked
package dev.tidegate.gateway.ingest.json;

import org.jspecify.annotations.NullMarked;
