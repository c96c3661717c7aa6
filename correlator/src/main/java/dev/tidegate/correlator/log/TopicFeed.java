package dev.tidegate.correlator.log;

import java.util.Map;
import reactor.core.publisher.Flux;

/** A topic that others write to, read by a group of processes that share its partitions. */
public interface TopicFeed {
    /**
     * The topic's records, each at least once, from where the group stopped; from the beginning the first time. Fetched
     * on request, one subscription at a time.
     */
    Flux<Delivered> records();

    /**
     * One record.
     *
     * @param place {@code topic-partition@offset}, for error messages
     * @param key empty when the record has none
     * @param value empty for a tombstone
     * @param headers the last one of each name
     * @param onAck what {@link #ack()} does
     */
    record Delivered(String place, String key, byte[] value, Map<String, byte[]> headers, Runnable onAck) {
        public Delivered {
            headers = Map.copyOf(headers);
        }

        /** Says that the record need not be delivered again. In any order; soon after, the group's position moves on. */
        public void ack() {
            onAck.run();
        }
    }
}
