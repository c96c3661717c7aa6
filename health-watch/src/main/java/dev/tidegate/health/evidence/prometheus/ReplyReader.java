package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.http.AnswerJson;
import dev.tidegate.health.remote.Answer;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the JSON of {@code /api/v1/query} and {@code /api/v1/query_range} in one pass, without a tree. */
final class ReplyReader {
    private final AnswerJson answer;
    private final JsonParser json;
    private final Reply.Rows rows;
    private String status = "";
    private String errorType = "";
    private String error = "";
    private String resultType = "";
    private long[] times = new long[1];
    private double[] values = new double[1];
    private int count;
    private boolean histogram;

    private ReplyReader(AnswerJson answer, Reply.Rows rows) {
        this.answer = answer;
        this.json = answer.parser();
        this.rows = rows;
    }

    /** Throws JacksonException when it is no JSON, or not the JSON of Prometheus. */
    static Reply read(Answer answer, Reply.Rows rows) {
        try (AnswerJson json = new AnswerJson(answer)) {
            return new ReplyReader(json, rows).envelope();
        }
    }

    private Reply envelope() {
        answer.expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "status" -> status = json.getValueAsString("");
                case "errorType" -> errorType = json.getValueAsString("");
                case "error" -> error = json.getValueAsString("");
                case "warnings" -> warnings(value);
                case "data" -> data(value);
                default -> json.skipChildren();
            }
        }
        return new Reply(status, errorType, error, resultType, answer.warnings());
    }

    private void warnings(JsonToken value) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        while (answer.next() != JsonToken.END_ARRAY) {
            answer.warn(json.getValueAsString(""));
            json.skipChildren();
        }
    }

    private void data(JsonToken value) {
        if (value != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            if (name.equals("resultType")) {
                resultType = json.getValueAsString("");
            } else if (name.equals("result") && token == JsonToken.START_ARRAY) {
                result();
            } else {
                json.skipChildren();
            }
        }
    }

    /** Objects are series; a scalar's or a string's time and value are not looked at. */
    private void result() {
        for (JsonToken token = answer.next(); token != JsonToken.END_ARRAY; token = answer.next()) {
            if (token == JsonToken.START_OBJECT) {
                series();
            } else {
                json.skipChildren();
            }
        }
    }

    private void series() {
        SeriesLabels labels = new SeriesLabels();
        count = 0;
        histogram = false;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            JsonToken token = json.nextToken();
            switch (name) {
                case "metric" -> labels(labels, token);
                case "value" -> sample(token);
                case "values" -> samples(token);
                case "histogram", "histograms" -> {
                    histogram = true;
                    json.skipChildren();
                }
                default -> json.skipChildren();
            }
        }
        rows.series(labels, times, values, count, histogram);
    }

    private void labels(SeriesLabels labels, JsonToken token) {
        answer.expect(token, JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = json.currentName();
            json.nextToken();
            labels.add(name, json.getValueAsString(""));
        }
    }

    private void samples(JsonToken token) {
        answer.expect(token, JsonToken.START_ARRAY);
        for (JsonToken each = answer.next(); each != JsonToken.END_ARRAY; each = answer.next()) {
            sample(each);
        }
    }

    /** {@code [1795365942.650,"1"]} */
    private void sample(JsonToken token) {
        answer.expect(token, JsonToken.START_ARRAY);
        if (!answer.next().isNumeric()) {
            throw answer.unlike("a time");
        }
        long time = Math.round(json.getDoubleValue() * 1000);
        answer.expect(answer.next(), JsonToken.VALUE_STRING);
        double value = number(json.getString());
        answer.expect(answer.next(), JsonToken.END_ARRAY);
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        times[count] = time;
        values[count++] = value;
    }

    private double number(String text) {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw answer.unlike("a number in quotes");
                }
            }
        };
    }
}
