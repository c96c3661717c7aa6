package dev.tidegate.correlator.image.json;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** The small documents in json columns, written and read back without loss. */
public final class StoredJson {
    private static final Reason NO_REASON = new Reason("", 0, 0, Map.of());

    private StoredJson() {}

    /** What of an incident has no column of its own. */
    public record Explanation(List<Cause> causes, Reason opened, List<Long> barred) {}

    public static String labels(Labels labels) {
        return ImageJson.text(out -> Fields.labels(out, labels));
    }

    public static Labels labels(String json) {
        return read(json, parser -> {
            Labels.Builder labels = new Labels.Builder();
            members(parser, name -> labels.add(name, parser.getString()));
            return labels.build();
        });
    }

    public static String matchers(Matchers matchers) {
        return ImageJson.text(out -> SilenceJson.matchers(out, matchers));
    }

    public static Matchers matchers(String json) {
        return read(json, parser -> new Matchers(list(parser, StoredJson::matcher)));
    }

    public static String reason(Reason reason) {
        return ImageJson.text(out -> ReasonJson.write(out, reason));
    }

    public static Reason reason(String json) {
        return read(json, StoredJson::reason);
    }

    public static String explanation(IncidentImage incident) {
        return ImageJson.text(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("causes");
            incident.causes().forEach(cause -> ReasonJson.write(out, cause));
            out.writeEndArray();
            out.writeName("opened");
            ReasonJson.write(out, incident.opened());
            out.writeArrayPropertyStart("barred");
            incident.barred().forEach(barred -> out.writeString(Fingerprint.toHex(barred)));
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    public static Explanation explanation(String json) {
        return read(json, parser -> {
            List<Cause> causes = new ArrayList<>();
            List<Long> barred = new ArrayList<>();
            Reason[] opened = {NO_REASON};
            members(parser, name -> {
                switch (name) {
                    case "causes" -> causes.addAll(list(parser, StoredJson::cause));
                    case "opened" -> opened[0] = reason(parser);
                    case "barred" -> barred.addAll(list(parser, p -> Fingerprint.parse(p.getString())));
                    default -> parser.skipChildren();
                }
            });
            return new Explanation(causes, opened[0], barred);
        });
    }

    /** The rest of a shard's state: {@code {"scopes": [{tenant, site, lastNumber, stormSince}], "untold": [id]}}. */
    public static String state(List<ScopeImage> scopes, List<String> untold) {
        return ImageJson.text(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("scopes");
            for (ScopeImage scope : scopes) {
                out.writeStartObject();
                Fields.text(out, "tenant", scope.tenant());
                Fields.text(out, "site", scope.site());
                out.writeNumberProperty("lastNumber", scope.lastNumber());
                Fields.time(out, "stormSince", scope.stormSince());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayPropertyStart("untold");
            untold.forEach(out::writeString);
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    public static List<String> untold(String json) {
        return read(json, parser -> {
            List<String> untold = new ArrayList<>();
            members(parser, name -> {
                if (name.equals("untold")) {
                    untold.addAll(list(parser, JsonParser::getString));
                } else {
                    parser.skipChildren();
                }
            });
            return untold;
        });
    }

    public static List<ScopeImage> scopes(String json) {
        return read(json, parser -> {
            List<ScopeImage> scopes = new ArrayList<>();
            members(parser, name -> {
                if (name.equals("scopes")) {
                    scopes.addAll(list(parser, StoredJson::scope));
                } else {
                    parser.skipChildren();
                }
            });
            return scopes;
        });
    }

    private static ScopeImage scope(JsonParser parser) {
        Map<String, @Nullable String> texts = texts(parser);
        String storm = texts.get("stormSince");
        return new ScopeImage(
                word(texts, "tenant"),
                word(texts, "site"),
                Long.parseLong(word(texts, "lastNumber")),
                storm == null ? null : Rfc3339.parse(storm));
    }

    private static Matcher matcher(JsonParser parser) {
        Map<String, @Nullable String> texts = texts(parser);
        Matcher.Op op = Matcher.Op.of(
                Boolean.parseBoolean(word(texts, "isRegex")), Boolean.parseBoolean(word(texts, "isEqual")));
        return new Matcher(word(texts, "name"), op, word(texts, "value"));
    }

    private static Reason reason(JsonParser parser) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        Map<String, String> inputs = new LinkedHashMap<>();
        members(parser, name -> {
            if (name.equals("inputs")) {
                members(parser, input -> inputs.put(input, parser.getString()));
            } else {
                texts.put(name, text(parser));
            }
        });
        return new Reason(word(texts, "kind"), number(texts, "weight"), number(texts, "threshold"), inputs);
    }

    private static Cause cause(JsonParser parser) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        Map<String, Double> factors = new LinkedHashMap<>();
        members(parser, name -> {
            if (name.equals("factors")) {
                members(parser, factor -> factors.put(factor, number(text(parser))));
            } else {
                texts.put(name, text(parser));
            }
        });
        return new Cause(
                Fingerprint.parse(word(texts, "fingerprint")),
                word(texts, "alertname"),
                word(texts, "node"),
                number(texts, "score"),
                factors);
    }

    private static Map<String, @Nullable String> texts(JsonParser parser) {
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        members(parser, name -> texts.put(name, text(parser)));
        return texts;
    }

    private static @Nullable String text(JsonParser parser) {
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getString();
    }

    private static String word(Map<String, @Nullable String> texts, String name) {
        String value = texts.get(name);
        if (value == null) {
            throw new IllegalStateException("the stored document lacks \"" + name + "\": " + texts);
        }
        return value;
    }

    private static double number(Map<String, @Nullable String> texts, String name) {
        return number(texts.get(name));
    }

    private static double number(@Nullable String text) {
        return text == null ? Double.NaN : Double.parseDouble(text);
    }

    /** Visits the members of the object the parser stands at; the action finds the parser at the value. */
    private static void members(JsonParser parser, java.util.function.Consumer<String> action) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            action.accept(name);
        }
    }

    private static <T> List<T> list(JsonParser parser, java.util.function.Function<JsonParser, T> element) {
        List<T> out = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            out.add(element.apply(parser));
        }
        return out;
    }

    private static <T> T read(String json, java.util.function.Function<JsonParser, T> reader) {
        try (JsonParser parser = ImageJson.JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            return reader.apply(parser);
        }
    }
}
