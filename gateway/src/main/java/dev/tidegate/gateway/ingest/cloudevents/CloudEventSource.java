package dev.tidegate.gateway.ingest.cloudevents;

import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * Where CloudEvents are received from: a topic whose records are given out until they are acknowledged, and again after a
 * restart when they were not.
 */
public interface CloudEventSource {
    /** The topic that is read when nothing else is configured. */
    String TOPIC = "tidegate.cloudevents";

    /** The records, in order within a partition, forever; asks for more only on request. */
    Flux<Received> receive();

    /** One record. */
    interface Received {
        /** Where it lies, for people: {@code tidegate.cloudevents-0@17}. */
        String place();

        /** Header names in lower case with their text, for example {@code ce_type} and {@code content-type}. */
        Map<String, String> headers();

        /** The value; empty when the record has none. May be changed by who reads it. */
        byte[] value();

        /** Says that it need not be given out again. */
        void ack();
    }
}
