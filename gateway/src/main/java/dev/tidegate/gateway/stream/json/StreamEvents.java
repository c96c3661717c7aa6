package dev.tidegate.gateway.stream.json;

import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.StreamEvent.Facts;
import dev.tidegate.model.Labels;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes stream events of published or stored JSON. */
public final class StreamEvents {
    private static final JsonMapper JSON = JsonMapper.shared();

    private StreamEvents() {}

    /** @param json the whole event in its public shape, UTF-8 */
    public static StreamEvent of(
            int partition, long seq, String kind, String tenant, String site, String incident, byte[] json) {
        return new StreamEvent(partition, seq, kind, tenant, site, incident, json, facts(json));
    }

    public static StreamEvent of(EventRow row) {
        return of(
                row.partition(),
                row.seq(),
                row.kind(),
                row.tenant(),
                row.site(),
                row.incident(),
                row.json().getBytes(StandardCharsets.UTF_8));
    }

    private static Facts facts(byte[] json) {
        JsonNode subject = JSON.readTree(json).path("subject");
        if (!subject.isObject()) {
            return Facts.NONE;
        }
        return new Facts(
                subject.path("state").asString(""),
                subject.path("severity").asString(""),
                labels(subject.path("labels")));
    }

    private static @Nullable Labels labels(JsonNode node) {
        if (!node.isObject()) {
            return null;
        }
        Labels.Builder labels = new Labels.Builder();
        node.properties()
                .forEach(entry -> labels.add(entry.getKey(), entry.getValue().asString("")));
        return labels.build();
    }
}
