package dev.tidegate.storm.score;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files with one JSON object a line. */
final class Ndjson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Ndjson() {}

    interface Visitor {
        /** One object, and the number of its line from 1. */
        void visit(int line, JsonNode object) throws IOException;
    }

    /** Visits every line that is not blank; throws IOException that names file and line when one is not JSON. */
    static void forEach(Path file, Visitor visitor) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    visitor.visit(number, parse(file, number, line));
                }
            }
        }
    }

    /** A field that must be there and a string. */
    static String text(JsonNode object, String field, Path file, int line) throws IOException {
        JsonNode value = object.path(field);
        if (!value.isString()) {
            throw new IOException("%s, line %d: \"%s\" is missing or not a string".formatted(file, line, field));
        }
        return value.stringValue();
    }

    private static JsonNode parse(Path file, int number, String line) throws IOException {
        try {
            return JSON.readTree(line);
        } catch (JacksonException e) {
            throw new IOException("%s, line %d is not JSON: %s".formatted(file, number, e.getOriginalMessage()), e);
        }
    }
}
