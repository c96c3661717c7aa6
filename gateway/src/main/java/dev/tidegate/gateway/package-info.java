/**
 * The doors: alerts in over HTTP and Kafka, incidents and streams out, security and configuration. The only
 * Spring Boot application.
 */
@NullMarked
package dev.tidegate.gateway;

import org.jspecify.annotations.NullMarked;
