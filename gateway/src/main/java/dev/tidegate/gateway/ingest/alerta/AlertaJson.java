package dev.tidegate.gateway.ingest.alerta;

import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import java.util.Collection;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/** JSON of the Alerta doors: one alert a request, so comfort comes before speed here. */
final class AlertaJson {
    private final JsonMapper mapper;

    AlertaJson(IngestLimits limits) {
        StreamReadConstraints bounded = StreamReadConstraints.builder()
                .maxNestingDepth(limits.jsonDepth())
                .maxStringLength(limits.bodyBytes())
                .maxDocumentLength(limits.bodyBytes())
                .build();
        mapper = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(bounded).build())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    JsonMapper mapper() {
        return mapper;
    }

    /** Binds a body; throws RefusedException that says where it is wrong. */
    <T> T read(byte[] body, int length, Class<T> type) {
        T value;
        try {
            value = mapper.readValue(body, 0, length, type);
        } catch (StreamReadException e) {
            throw new RefusedException(
                    RefusalReason.BAD_JSON,
                    e.getOriginalMessage() + " (at byte " + e.getLocation().getByteOffset() + ")");
        } catch (DatabindException e) {
            throw new RefusedException(RefusalReason.BAD_FIELD, field(e) + ": " + wrong(e));
        } catch (JacksonException e) {
            throw new RefusedException(RefusalReason.BAD_JSON, e.getOriginalMessage());
        }
        if (value == null) {
            throw new RefusedException(RefusalReason.BODY_EMPTY, "the body is null");
        }
        return value;
    }

    /** In a sender's words: Jackson's name Java's classes. */
    private static String wrong(DatabindException e) {
        Class<?> wanted = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        if (wanted == null) {
            return "cannot be read";
        }
        if (Collection.class.isAssignableFrom(wanted)) {
            return "must be a list";
        }
        if (wanted == String.class) {
            return "must be a text";
        }
        return Number.class.isAssignableFrom(wanted) || wanted.isPrimitive()
                ? "must be a whole number"
                : "must be an object";
    }

    private static String field(DatabindException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? "the body" : path.toString();
    }
}
