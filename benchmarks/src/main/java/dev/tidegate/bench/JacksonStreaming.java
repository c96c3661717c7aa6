package dev.tidegate.bench;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Jackson 3 tokens, strings into a sorted map that is reused, words straight into the log record. */
final class JacksonStreaming {
    private final JsonFactory json = JsonFactory.builder().build();
    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> annotations = new TreeMap<>();
    private final int[] labelWords = new int[128];
    private final int[] annotationWords = new int[128];

    byte[] record(byte[] body, long now) {
        AlertBatchWriter writer = new AlertBatchWriter(Scope.of("eu1"), "alertmanager-v2", now);
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                alert(parser, writer, now);
            }
        }
        return writer.toRecord();
    }

    private void alert(JsonParser parser, AlertBatchWriter writer, long now) {
        labels.clear();
        annotations.clear();
        long startsAt = now;
        long endsAt = Micros.NONE;
        String url = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "labels" -> pairs(parser, labels);
                case "annotations" -> pairs(parser, annotations);
                case "startsAt" -> startsAt = micros(parser.getString());
                case "endsAt" -> endsAt = micros(parser.getString());
                case "generatorURL" -> url = parser.getString();
                default -> parser.skipChildren();
            }
        }
        long hash = Fingerprint.SEED;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            hash = Fingerprint.separator(Fingerprint.add(hash, label.getKey()));
            hash = Fingerprint.separator(Fingerprint.add(hash, label.getValue()));
        }
        writer.add(
                hash,
                startsAt,
                endsAt,
                labelWords,
                words(labels, labelWords, writer),
                annotationWords,
                words(annotations, annotationWords, writer),
                writer.word(url));
    }

    private static void pairs(JsonParser parser, Map<String, String> into) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            into.put(name, parser.getString());
        }
    }

    private static int words(Map<String, String> pairs, int[] words, AlertBatchWriter writer) {
        int n = 0;
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            words[n++] = writer.word(pair.getKey());
            words[n++] = writer.word(pair.getValue());
        }
        return n;
    }

    private static long micros(String time) {
        return Micros.of(OffsetDateTime.parse(time).toInstant());
    }
}
