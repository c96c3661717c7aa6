package dev.tidegate.correlator.replay;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One line of a file to replay: {@code {"labels":{…},"startsAt":"2026-01-31T12:00:00Z","endsAt":""}}. Other fields are
 * ignored.
 *
 * @param index the line of the file, from 0
 * @param startsAt microseconds since 1970
 * @param endsAt microseconds since 1970; {@link Micros#NONE} when absent or empty
 */
public record AlertLine(int index, Labels labels, long startsAt, long endsAt) {
    private static final JsonFactory JSON = new JsonFactory();
    /** What the correlator can count to, and what others write who mean for ever. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** A line that is no alert, with what is wrong with it. */
    static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String message) {
            super(message);
        }
    }

    static AlertLine parse(int index, String line) throws BadLine {
        Labels labels = null;
        long startsAt = Micros.NONE;
        long endsAt = Micros.NONE;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new BadLine("an alert is a JSON object");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "labels" -> labels = labels(json);
                    case "startsAt" -> startsAt = time(json, name);
                    case "endsAt" -> endsAt = time(json, name);
                    default -> json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw new BadLine("something follows the alert");
            }
        } catch (JacksonException wrong) {
            throw new BadLine("no JSON: " + wrong.getOriginalMessage());
        }
        if (labels == null || labels.isEmpty()) {
            throw new BadLine("labels: an alert needs at least one");
        }
        if (startsAt == Micros.NONE) {
            throw new BadLine("startsAt: is missing");
        }
        return new AlertLine(index, labels, startsAt, endsAt);
    }

    private static Labels labels(JsonParser json) throws BadLine {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new BadLine("labels: must be an object");
        }
        Labels.Builder labels = new Labels.Builder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw new BadLine("labels." + name + ": must be a string");
            }
            labels.add(name, json.getString());
        }
        try {
            return labels.build();
        } catch (IllegalArgumentException twice) {
            throw new BadLine("labels: " + twice.getMessage());
        }
    }

    private static long time(JsonParser json, String field) throws BadLine {
        JsonToken token = json.currentToken();
        String text = token == JsonToken.VALUE_STRING ? json.getString() : null;
        if (token == JsonToken.VALUE_NULL || text != null && text.isEmpty()) {
            return Micros.NONE;
        }
        Instant time = text == null ? null : instant(text);
        if (time == null || time.isAfter(LATEST)) {
            throw new BadLine(field + ": must be a time such as 2026-01-31T12:00:00Z");
        }
        // Prometheus and Go write year 1 for a time that is not given
        return time.isBefore(Instant.EPOCH) ? Micros.NONE : Micros.of(time);
    }

    private static @Nullable Instant instant(String text) {
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unused) {
            return null; // the caller says which field it is
        }
    }
}
