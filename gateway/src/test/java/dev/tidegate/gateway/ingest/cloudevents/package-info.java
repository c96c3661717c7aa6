@NullMarked
package dev.tidegate.gateway.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
