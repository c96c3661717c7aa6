package dev.tidegate.correlator.policy.json;

import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Matchers as the Alertmanager API v2 writes them: {@code [{"name": "host", "value": "cmp.*", "isRegex": true, "isEqual":
 * true}]}. Where {@code isEqual} is missing it is true, as there.
 */
public final class MatchersModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    public MatchersModule() {
        super("matchers");
        addSerializer(new Writer());
        addDeserializer(Matchers.class, new Reader());
    }

    private record Wire(
            String name,
            String value,
            boolean isRegex,
            @org.jspecify.annotations.Nullable Boolean isEqual) {
        Matcher toMatcher() {
            return new Matcher(name, Matcher.Op.of(isRegex, isEqual == null || isEqual), value);
        }
    }

    private static final class Writer extends StdSerializer<Matchers> {
        Writer() {
            super(Matchers.class);
        }

        @Override
        public void serialize(Matchers matchers, JsonGenerator out, SerializationContext context)
                throws JacksonException {
            out.writeStartArray();
            for (Matcher matcher : matchers.all()) {
                out.writeStartObject();
                out.writeStringProperty("name", matcher.name());
                out.writeStringProperty("value", matcher.value());
                out.writeBooleanProperty("isRegex", matcher.op().isRegex());
                out.writeBooleanProperty("isEqual", matcher.op().isEqual());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }

    private static final class Reader extends StdDeserializer<Matchers> {
        Reader() {
            super(Matchers.class);
        }

        @Override
        public Matchers deserialize(JsonParser in, DeserializationContext context) throws JacksonException {
            Wire[] wires = context.readValue(in, Wire[].class);
            return new Matchers(List.of(wires).stream().map(Wire::toMatcher).toList());
        }
    }
}
