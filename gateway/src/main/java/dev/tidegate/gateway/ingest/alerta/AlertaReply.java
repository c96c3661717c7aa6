package dev.tidegate.gateway.ingest.alerta;

import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Micros;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Alerta answers. Its ids are UUIDs; ours are made from the fingerprint, so the same alert always gets the same id.
 * The log takes facts and does not look back, so the reply speaks of this message alone: not repeated, no history.
 */
final class AlertaReply {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final JsonMapper json;

    AlertaReply(JsonMapper json) {
        this.json = json;
    }

    Answer taken(AlertaAlert wire, Alert alert, long now) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "ok");
        reply.put("id", id(alert));
        reply.put("alert", body(wire, alert, Micros.toInstant(now)));
        return Answer.json(201, json.writeValueAsString(reply));
    }

    Answer taken(List<Alert> alerts) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "ok");
        reply.put("ids", alerts.stream().map(AlertaReply::id).toList());
        return Answer.json(201, json.writeValueAsString(reply));
    }

    Answer error(int status, String message) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("status", "error");
        reply.put("message", message);
        reply.put("code", status);
        return Answer.json(status, json.writeValueAsString(reply));
    }

    static String id(Alert alert) {
        byte[] fingerprint =
                ByteBuffer.allocate(Long.BYTES).putLong(alert.fingerprint()).array();
        return UUID.nameUUIDFromBytes(fingerprint).toString();
    }

    private static Map<String, @Nullable Object> body(AlertaAlert wire, Alert alert, Instant now) {
        Map<String, Object> attributes = new LinkedHashMap<>(wire.attributes() == null ? Map.of() : wire.attributes());
        attributes.put("fingerprint", Fingerprint.toHex(alert.fingerprint()));
        String id = id(alert);
        String received = MILLIS.format(now);
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("id", id);
        body.put("href", "/alert/" + id);
        body.put("resource", wire.resource());
        body.put("event", wire.event());
        body.put("environment", orElse(wire.environment(), ""));
        body.put("severity", wire.severityOrDefault());
        body.put("correlate", orElse(wire.correlate(), List.of()));
        body.put("status", wire.isOver() ? "closed" : "open");
        body.put("service", orElse(wire.service(), List.of()));
        body.put("group", orElse(wire.group(), "Misc"));
        body.put("value", wire.value());
        body.put("text", orElse(wire.text(), ""));
        body.put("tags", orElse(wire.tags(), List.of()));
        body.put("attributes", attributes);
        body.put("origin", orElse(wire.origin(), ""));
        body.put("type", orElse(wire.type(), "exceptionAlert"));
        body.put("createTime", MILLIS.format(alert.startsAt()));
        body.put("timeout", orElse(wire.timeout(), AlertaMapping.DEFAULT_TIMEOUT.toSeconds()));
        body.put("rawData", wire.rawData());
        body.put("customer", wire.customer());
        body.put("duplicateCount", 0);
        body.put("repeat", false);
        body.put("previousSeverity", "indeterminate");
        body.put("trendIndication", wire.isOver() ? "noChange" : "moreSevere");
        body.put("receiveTime", received);
        body.put("lastReceiveId", id);
        body.put("lastReceiveTime", received);
        body.put("updateTime", received);
        body.put("history", List.of());
        return body;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
