package dev.tidegate.correlator.image.json;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The handful of property kinds that images are made of. A null is written as null: readers see every field. */
final class Fields {
    private Fields() {}

    static void text(JsonGenerator out, String name, @Nullable String value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeString(CleanText.of(value));
        }
    }

    static void time(JsonGenerator out, String name, @Nullable Instant value) {
        out.writeName(name);
        if (value == null) {
            out.writeNull();
        } else {
            out.writeString(Rfc3339.of(value));
        }
    }

    static void fingerprint(JsonGenerator out, String name, long value) {
        out.writeStringProperty(name, Fingerprint.toHex(value));
    }

    static void texts(JsonGenerator out, String name, List<String> values) {
        out.writeArrayPropertyStart(name);
        for (String value : values) {
            out.writeString(CleanText.of(value));
        }
        out.writeEndArray();
    }

    static void labels(JsonGenerator out, String name, Labels labels) {
        out.writeName(name);
        labels(out, labels);
    }

    static void labels(JsonGenerator out, Labels labels) {
        out.writeStartObject();
        for (int i = 0; i < labels.size(); i++) {
            out.writeName(CleanText.of(labels.name(i)));
            out.writeString(CleanText.of(labels.value(i)));
        }
        out.writeEndObject();
    }

    static void map(JsonGenerator out, String name, Map<String, String> map) {
        out.writeObjectPropertyStart(name);
        map.forEach((key, value) -> {
            out.writeName(CleanText.of(key));
            out.writeString(CleanText.of(value));
        });
        out.writeEndObject();
    }

    /** A number JSON can hold: NaN and infinities, which it cannot, are written as null. */
    static void number(JsonGenerator out, String name, double value) {
        out.writeName(name);
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeNull();
        }
    }
}
