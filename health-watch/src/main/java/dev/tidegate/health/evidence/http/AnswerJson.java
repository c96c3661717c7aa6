package dev.tidegate.health.evidence.http;

import dev.tidegate.health.remote.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * The JSON of an answer, token by token and without a tree. What is not as it is expected to be fails with a
 * JacksonException that knows where.
 */
public final class AnswerJson implements AutoCloseable {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .build())
            .build();
    private static final int MOST_WARNINGS = 5;

    private final JsonParser parser;
    private final List<String> warnings = new ArrayList<>();

    public AnswerJson(Answer answer) {
        parser = JSON.createParser(ObjectReadContext.empty(), answer.body(), 0, answer.length());
    }

    public JsonParser parser() {
        return parser;
    }

    /** The next token inside of a document, where the end of the text is a mistake. */
    public JsonToken next() {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw unlike("more");
        }
        return token;
    }

    public void expect(@Nullable JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw unlike(expected.toString());
        }
    }

    /** What to throw when something else was expected here. */
    public JacksonException unlike(String expected) {
        return new StreamReadException(parser, "expected " + expected);
    }

    /** Keeps a warning of the server's, as long as there are few. */
    public void warn(String words) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(words);
        }
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    @Override
    public void close() {
        parser.close();
    }
}
