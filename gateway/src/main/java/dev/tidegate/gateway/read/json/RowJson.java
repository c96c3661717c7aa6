package dev.tidegate.gateway.read.json;

import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.MemberRow;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The public shapes of rows: the same as those of the images in events, field by field, so that a reader of a stream
 * and a reader of a page see one thing. Names in camelCase, times in RFC 3339 with microseconds, absent values as null.
 */
public final class RowJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private RowJson() {}

    public static void incident(JsonGenerator out, IncidentRow row) {
        JsonNode explanation = MAPPER.readTree(row.explanation());
        out.writeStartObject();
        incidentFields(out, row, explanation);
        out.writeEndObject();
    }

    /** The fields of an incident, into an object that the caller has begun. */
    public static void incidentFields(JsonGenerator out, IncidentRow row, JsonNode explanation) {
        out.writeStringProperty("id", row.id());
        out.writeStringProperty("tenant", row.tenant());
        out.writeStringProperty("site", row.site());
        out.writeNumberProperty("number", row.number());
        out.writeStringProperty("state", row.state());
        out.writeStringProperty("severity", row.severity());
        out.writeStringProperty("title", row.title());
        out.writeStringProperty("head", row.head());
        text(out, "alertname", headline(row, explanation));
        out.writeBooleanProperty("storm", row.storm());
        time(out, "openedAt", row.openedAt());
        time(out, "updatedAt", row.updatedAt());
        time(out, "acknowledgedAt", row.acknowledgedAt());
        text(out, "acknowledgedBy", row.acknowledgedBy());
        time(out, "resolvedAt", row.resolvedAt());
        text(out, "resolvedBy", row.resolvedBy());
        time(out, "closedAt", row.closedAt());
        text(out, "mergedInto", row.mergedInto());
        out.writeNumberProperty("alertCount", row.alertCount());
        out.writeNumberProperty("firingCount", row.firingCount());
        out.writeNumberProperty("nodeCount", row.nodeCount());
        texts(out, "nodes", row.nodes());
        node(out, "causes", explanation.path("causes"), "[]");
        node(out, "opened", explanation.path("opened"), "null");
        out.writeNumberProperty("version", row.version());
    }

    private static @Nullable String headline(IncidentRow row, JsonNode explanation) {
        for (JsonNode cause : explanation.path("causes")) {
            if (row.head().equals(cause.path("fingerprint").asString(""))) {
                return cause.path("alertname").asString("");
            }
        }
        return null;
    }

    public static void alert(JsonGenerator out, AlertRow row) {
        out.writeStartObject();
        out.writeStringProperty("fingerprint", row.fingerprint());
        out.writeStringProperty("tenant", row.tenant());
        out.writeStringProperty("site", row.site());
        out.writeStringProperty("alertname", row.alertname());
        out.writeStringProperty("severity", row.severity());
        out.writeStringProperty("node", row.node());
        raw(out, "labels", row.labels());
        raw(out, "annotations", row.annotations());
        out.writeStringProperty("generatorURL", row.generatorUrl());
        out.writeStringProperty("source", row.source());
        out.writeStringProperty("state", row.firing() ? "firing" : "resolved");
        out.writeBooleanProperty("suppressed", row.suppressed());
        out.writeBooleanProperty("flapping", row.flapping());
        out.writeNumberProperty("episode", row.episode());
        time(out, "startsAt", row.startsAt());
        time(out, "endsAt", row.endsAt());
        time(out, "firstSeen", row.firstSeen());
        time(out, "lastSeen", row.lastSeen());
        out.writeNumberProperty("repeats", row.repeats());
        texts(out, "silencedBy", row.silencedBy());
        texts(out, "inhibitedBy", row.inhibitedBy());
        text(out, "incident", row.incident());
        out.writeEndObject();
    }

    public static void member(JsonGenerator out, MemberRow row) {
        out.writeStartObject();
        out.writeStringProperty("tenant", row.tenant());
        out.writeStringProperty("fingerprint", row.fingerprint());
        out.writeNumberProperty("episode", row.episode());
        time(out, "joinedAt", row.joinedAt());
        time(out, "leftAt", row.leftAt());
        out.writeStringProperty("state", row.state().word());
        raw(out, "reason", row.reason());
        out.writeName("alert");
        AlertRow alert = row.alert();
        if (alert == null) {
            out.writeNull();
        } else {
            alert(out, alert);
        }
        out.writeEndObject();
    }

    public static void text(JsonGenerator out, String name, @Nullable String value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeString(value);
        }
    }

    public static void time(JsonGenerator out, String name, @Nullable Instant value) {
        text(out, name, value == null ? null : TIME.format(value));
    }

    public static void texts(JsonGenerator out, String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    /** A value that is JSON already. */
    public static void raw(JsonGenerator out, String name, String json) {
        out.writeName(name);
        out.writeRawValue(json);
    }

    private static void node(JsonGenerator out, String name, JsonNode node, String otherwise) {
        raw(out, name, node.isMissingNode() ? otherwise : node.toString());
    }

    /** A document of its own, as UTF-8. */
    public static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.accept(json);
        }
        return out.toByteArray();
    }
}
