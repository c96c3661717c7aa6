package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads the JSON of {@code /query} in one pass, without a tree; a chunked answer is several documents in a row. */
final class InfluxReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .build())
            .build();
    private static final int MOST_WARNINGS = 5;

    private final JsonParser json;
    private final InfluxReply.Rows rows;
    private final InfluxReply.Row row = new InfluxReply.Row();
    private final List<String> warnings = new ArrayList<>();
    private String error = "";
    private int statement;
    private int statements;
    private boolean partial;

    private InfluxReader(JsonParser json, InfluxReply.Rows rows) {
        this.json = json;
        this.rows = rows;
    }

    /** Throws JacksonException when it is no JSON, or not the JSON of InfluxDB. */
    static InfluxReply read(Answer answer, InfluxReply.Rows rows) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer.body(), 0, answer.length())) {
            return new InfluxReader(json, rows).documents();
        }
    }

    private InfluxReply documents() {
        JsonToken token = next();
        while (token != null) {
            expect(token, JsonToken.START_OBJECT);
            // only the last chunk says whether something is missing
            partial = false;
            document();
            token = json.nextToken();
        }
        return new InfluxReply(error, statements, partial, List.copyOf(warnings));
    }

    private void document() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = next();
            if (name.equals("error")) {
                error(json.getValueAsString(""));
            } else if (name.equals("results") && value == JsonToken.START_ARRAY) {
                results();
            } else {
                json.skipChildren();
            }
        }
        expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    private void results() {
        int position = 0;
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            expect(token, JsonToken.START_OBJECT);
            statement = position++;
            result();
            statements = Math.max(statements, statement + 1);
        }
    }

    private void result() {
        while (next() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = next();
            switch (name) {
                case "statement_id" -> statement = json.getValueAsInt(0);
                case "error" -> error(json.getValueAsString(""));
                case "partial" -> partial |= value == JsonToken.VALUE_TRUE;
                case "messages" -> messages(value);
                case "series" -> {
                    expect(value, JsonToken.START_ARRAY);
                    for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
                        expect(token, JsonToken.START_OBJECT);
                        series();
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private void series() {
        String measurement = "";
        Map<String, String> tags = new LinkedHashMap<>();
        List<String> columns = new ArrayList<>();
        while (next() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = next();
            switch (name) {
                case "name" -> measurement = json.getValueAsString("");
                case "tags" -> {
                    expect(value, JsonToken.START_OBJECT);
                    while (next() == JsonToken.PROPERTY_NAME) {
                        String tag = json.currentName();
                        next();
                        tags.put(tag, json.getValueAsString(""));
                    }
                }
                case "columns" -> {
                    expect(value, JsonToken.START_ARRAY);
                    while (next() != JsonToken.END_ARRAY) {
                        columns.add(json.getValueAsString(""));
                    }
                }
                case "values" -> values(value, new SeriesHead(measurement, tags, columns));
                case "partial" -> partial |= value == JsonToken.VALUE_TRUE;
                default -> json.skipChildren();
            }
        }
    }

    private void values(JsonToken value, SeriesHead head) {
        expect(value, JsonToken.START_ARRAY);
        rows.begin(head);
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            expect(token, JsonToken.START_ARRAY);
            row.clear();
            for (JsonToken cell = next(); cell != JsonToken.END_ARRAY; cell = next()) {
                if (cell.isNumeric()) {
                    row.add(json.getDoubleValue(), "");
                } else {
                    row.add(Double.NaN, cell == JsonToken.VALUE_NULL ? "" : json.getValueAsString(""));
                    json.skipChildren();
                }
            }
            if (row.size() != head.columns().size()) {
                throw unlike("as many cells as columns");
            }
            rows.row(statement, row);
        }
    }

    private void messages(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken token = next(); token != JsonToken.END_ARRAY; token = next()) {
            expect(token, JsonToken.START_OBJECT);
            while (next() == JsonToken.PROPERTY_NAME) {
                boolean text = json.currentName().equals("text");
                next();
                if (text && warnings.size() < MOST_WARNINGS) {
                    warnings.add(json.getValueAsString(""));
                }
                json.skipChildren();
            }
        }
    }

    private void error(String words) {
        error = error.isEmpty() ? words : error;
    }

    /** Inside of a document, where the end of the text is a mistake. */
    private JsonToken next() {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw unlike("more");
        }
        return token;
    }

    private void expect(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw unlike(expected.toString());
        }
    }

    private JacksonException unlike(String expected) {
        return new StreamReadException(json, "expected " + expected);
    }
}
