package dev.tidegate.gateway.stream;

import dev.tidegate.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to readers.
 *
 * @param seq counts up by one within the partition
 * @param tenant whose; empty when it is about no tenant's things
 * @param incident id of the incident it is about; empty when about none
 * @param json the whole event in its public shape, UTF-8, without line breaks
 * @param facts what filters look at
 */
public record StreamEvent(
        int partition, long seq, String kind, String tenant, String site, String incident, byte[] json, Facts facts) {

    /**
     * What the event's subject was like after it.
     *
     * @param state of an incident or alert; empty when about neither
     * @param severity likewise
     * @param labels of an alert; null when about none
     */
    public record Facts(
            String state, String severity, @Nullable Labels labels) {
        public static final Facts NONE = new Facts("", "", null);
    }
}
