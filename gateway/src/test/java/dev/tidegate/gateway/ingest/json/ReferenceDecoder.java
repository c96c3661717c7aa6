package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.AlertTimes;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What {@link AlertDecoder} must come to, written for plainness on Jackson's tokens: the good alerts of an array, and how
 * many were bad. Throws Jackson's exception for what is not JSON.
 */
final class ReferenceDecoder {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(32).build())
            .build();

    private final List<Alert> alerts = new ArrayList<>();
    private final long now;
    private int bad;

    ReferenceDecoder(long now) {
        this.now = now;
    }

    List<Alert> alerts() {
        return alerts;
    }

    int bad() {
        return bad;
    }

    void read(byte[] body) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("no array");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                alert(parser);
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more after the array");
            }
        }
    }

    private void alert(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            bad++;
            return;
        }
        Map<String, String> labels = new TreeMap<>();
        Map<String, String> annotations = new TreeMap<>();
        String[] texts = {"", "", ""};
        boolean good = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "labels" -> good &= pairs(parser, labels);
                case "annotations" -> good &= pairs(parser, annotations);
                case "startsAt" -> good &= text(parser, texts, 0) && time(texts[0]) != Rfc3339.BAD;
                case "endsAt" -> good &= text(parser, texts, 1) && time(texts[1]) != Rfc3339.BAD;
                case "generatorURL" -> good &= text(parser, texts, 2);
                default -> parser.skipChildren();
            }
        }
        long said = time(texts[0]);
        long ends = time(texts[1]);
        long starts = AlertTimes.start(said, ends, now);
        good &= ends == Micros.NONE || ends >= starts;
        Labels identity = Labels.of(labels);
        if (!good || identity.isEmpty()) {
            bad++;
            return;
        }
        alerts.add(new Alert(
                identity,
                Labels.of(annotations),
                Micros.toInstant(starts),
                ends == Micros.NONE ? null : Micros.toInstant(ends),
                texts[2]));
    }

    private static boolean pairs(JsonParser parser, Map<String, String> into) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
            parser.skipChildren();
            return absent;
        }
        boolean good = true;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                into.put(name, parser.getString());
            } else if (token == JsonToken.VALUE_NULL) {
                into.put(name, "");
            } else {
                good = false;
            }
            good &= !name.isEmpty();
            parser.skipChildren();
        }
        return good;
    }

    private static boolean text(JsonParser parser, String[] into, int index) {
        @Nullable JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            into[index] = parser.getString();
            return true;
        }
        parser.skipChildren();
        return token == JsonToken.VALUE_NULL;
    }

    private static long time(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Rfc3339.parse(utf8, 0, utf8.length);
    }
}
