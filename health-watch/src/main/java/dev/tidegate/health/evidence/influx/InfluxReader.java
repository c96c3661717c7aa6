package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.http.AnswerJson;
import dev.tidegate.health.remote.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the JSON of {@code /query} in one pass, without a tree; a chunked answer is several documents in a row. */
final class InfluxReader {
    private final AnswerJson answer;
    private final JsonParser json;
    private final InfluxReply.Rows rows;
    private final InfluxReply.Row row = new InfluxReply.Row();
    private String error = "";
    private int statement;
    private int statements;
    private boolean partial;

    private InfluxReader(AnswerJson answer, InfluxReply.Rows rows) {
        this.answer = answer;
        this.json = answer.parser();
        this.rows = rows;
    }

    /** Throws JacksonException when it is no JSON, or not the JSON of InfluxDB. */
    static InfluxReply read(Answer answer, InfluxReply.Rows rows) {
        try (AnswerJson json = new AnswerJson(answer)) {
            return new InfluxReader(json, rows).documents();
        }
    }

    private InfluxReply documents() {
        JsonToken token = answer.next();
        while (token != null) {
            answer.expect(token, JsonToken.START_OBJECT);
            // only the last chunk says whether something is missing
            partial = false;
            document();
            token = json.nextToken();
        }
        return new InfluxReply(error, statements, partial, answer.warnings());
    }

    private void document() {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = answer.next();
            if (name.equals("error")) {
                error(json.getValueAsString(""));
            } else if (name.equals("results") && value == JsonToken.START_ARRAY) {
                results();
            } else {
                json.skipChildren();
            }
        }
        answer.expect(json.currentToken(), JsonToken.END_OBJECT);
    }

    private void results() {
        int position = 0;
        for (JsonToken token = answer.next(); token != JsonToken.END_ARRAY; token = answer.next()) {
            answer.expect(token, JsonToken.START_OBJECT);
            statement = position++;
            result();
            statements = Math.max(statements, statement + 1);
        }
    }

    private void result() {
        while (answer.next() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = answer.next();
            switch (name) {
                case "statement_id" -> statement = json.getValueAsInt(0);
                case "error" -> error(json.getValueAsString(""));
                case "partial" -> partial |= value == JsonToken.VALUE_TRUE;
                case "messages" -> messages(value);
                case "series" -> {
                    answer.expect(value, JsonToken.START_ARRAY);
                    for (JsonToken token = answer.next(); token != JsonToken.END_ARRAY; token = answer.next()) {
                        answer.expect(token, JsonToken.START_OBJECT);
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
        while (answer.next() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = answer.next();
            switch (name) {
                case "name" -> measurement = json.getValueAsString("");
                case "tags" -> {
                    answer.expect(value, JsonToken.START_OBJECT);
                    while (answer.next() == JsonToken.PROPERTY_NAME) {
                        String tag = json.currentName();
                        answer.next();
                        tags.put(tag, json.getValueAsString(""));
                    }
                }
                case "columns" -> {
                    answer.expect(value, JsonToken.START_ARRAY);
                    while (answer.next() != JsonToken.END_ARRAY) {
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
        answer.expect(value, JsonToken.START_ARRAY);
        rows.begin(head);
        for (JsonToken token = answer.next(); token != JsonToken.END_ARRAY; token = answer.next()) {
            answer.expect(token, JsonToken.START_ARRAY);
            row.clear();
            for (JsonToken cell = answer.next(); cell != JsonToken.END_ARRAY; cell = answer.next()) {
                if (cell.isNumeric()) {
                    row.add(json.getDoubleValue(), "");
                } else {
                    row.add(Double.NaN, cell == JsonToken.VALUE_NULL ? "" : json.getValueAsString(""));
                    json.skipChildren();
                }
            }
            if (row.size() != head.columns().size()) {
                throw answer.unlike("as many cells as columns");
            }
            rows.row(statement, row);
        }
    }

    private void messages(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        for (JsonToken token = answer.next(); token != JsonToken.END_ARRAY; token = answer.next()) {
            answer.expect(token, JsonToken.START_OBJECT);
            while (answer.next() == JsonToken.PROPERTY_NAME) {
                boolean text = json.currentName().equals("text");
                answer.next();
                if (text) {
                    answer.warn(json.getValueAsString(""));
                }
                json.skipChildren();
            }
        }
    }

    private void error(String words) {
        error = error.isEmpty() ? words : error;
    }
}
