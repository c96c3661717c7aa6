package dev.tidegate.gateway.config;

import dev.tidegate.gateway.ingest.flow.CloudEventIntake.Taken;
import reactor.core.publisher.Flux;

/**
 * The topic that others write CloudEvents to.
 *
 * @param intake takes them for as long as it is subscribed to
 */
record CloudEventDoor(Flux<Taken> intake) {
    static final String TOPIC = "tidegate.cloudevents";
}
