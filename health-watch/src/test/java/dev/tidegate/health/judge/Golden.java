package dev.tidegate.health.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the golden cases. */
public final class Golden {
    private Golden() {}

    public static JsonNode kayenta() {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/kayenta-classifier.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(value -> value.isNumber() ? value.doubleValue() : Double.NaN)
                .toArray();
    }
}
