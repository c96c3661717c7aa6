@NullMarked
package dev.tidegate.gateway.ingest.alerta;

import org.jspecify.annotations.NullMarked;
