/** Tests that speak to one whole gateway, on a real Kafka and PostgreSQL that are not its own. */
@NullMarked
package dev.tidegate.gateway.whole;

import org.jspecify.annotations.NullMarked;
