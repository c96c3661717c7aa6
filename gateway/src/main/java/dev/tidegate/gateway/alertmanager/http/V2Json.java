package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.gateway.alertmanager.SilenceState;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.model.Labels;
import dev.tidegate.model.matcher.Matcher;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Alerts and silences as Alertmanager's API v2 spells them, with its milliseconds. */
final class V2Json {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private V2Json() {}

    /**
     * @param now for the end of firing alerts: repeats are not written, so what fires is said to last for one more
     *     resolve timeout
     */
    static void alert(JsonGenerator out, AlertRow row, List<String> receivers, Instant now, Duration resolveTimeout) {
        out.writeStartObject();
        raw(out, "annotations", row.annotations());
        time(out, "endsAt", endsAt(row, now.plus(resolveTimeout)));
        out.writeStringProperty("fingerprint", row.fingerprint());
        out.writeArrayPropertyStart("receivers");
        for (String receiver : receivers) {
            out.writeStartObject();
            out.writeStringProperty("name", receiver);
            out.writeEndObject();
        }
        out.writeEndArray();
        time(out, "startsAt", row.startsAt());
        out.writeObjectPropertyStart("status");
        texts(out, "inhibitedBy", row.inhibitedBy());
        texts(out, "mutedBy", List.of());
        texts(out, "silencedBy", row.silencedBy());
        out.writeStringProperty("state", row.suppressed() ? "suppressed" : "active");
        out.writeEndObject();
        time(out, "updatedAt", row.lastSeen());
        if (!row.generatorUrl().isEmpty()) {
            out.writeStringProperty("generatorURL", row.generatorUrl());
        }
        raw(out, "labels", row.labels());
        out.writeEndObject();
    }

    private static Instant endsAt(AlertRow row, Instant soon) {
        Instant stored = row.endsAt();
        return stored == null || stored.isBefore(soon) ? soon : stored;
    }

    static void silence(JsonGenerator out, SilenceImage silence, Instant now) {
        out.writeStartObject();
        out.writeStringProperty("id", silence.id());
        out.writeObjectPropertyStart("status");
        out.writeStringProperty("state", SilenceState.of(silence, now).word());
        out.writeEndObject();
        time(out, "updatedAt", silence.updatedAt());
        out.writeStringProperty("comment", silence.comment());
        out.writeStringProperty("createdBy", silence.createdBy());
        time(out, "endsAt", silence.endsAt());
        out.writeArrayPropertyStart("matchers");
        for (Matcher matcher : silence.matchers().all()) {
            out.writeStartObject();
            out.writeBooleanProperty("isEqual", matcher.op().isEqual());
            out.writeBooleanProperty("isRegex", matcher.op().isRegex());
            out.writeStringProperty("name", matcher.name());
            out.writeStringProperty("value", matcher.value());
            out.writeEndObject();
        }
        out.writeEndArray();
        time(out, "startsAt", silence.startsAt());
        out.writeEndObject();
    }

    static void labels(JsonGenerator out, Labels labels) {
        out.writeStartObject();
        labels.forEach((name, value) -> {
            out.writeName(name);
            out.writeString(value);
        });
        out.writeEndObject();
    }

    static void time(JsonGenerator out, String name, Instant time) {
        out.writeStringProperty(name, TIME.format(time));
    }

    private static void texts(JsonGenerator out, String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static void raw(JsonGenerator out, String name, String json) {
        out.writeName(name);
        out.writeRawValue(json);
    }
}
