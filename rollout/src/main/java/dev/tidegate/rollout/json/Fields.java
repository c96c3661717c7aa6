package dev.tidegate.rollout.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fields of a JSON object, read strictly. Everything that is wrong is remembered with its pointer, unknown fields
 * among it, and told at once by {@link #check()}; until then a field that is wrong reads as something harmless.
 *
 * <p>Not thread-safe.
 */
public final class Fields {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_FAULTS = 50;

    private final JsonNode object;
    private final String pointer;
    private final List<Fault> faults;
    private final Set<String> known = new TreeSet<>();

    private Fields(JsonNode object, String pointer, List<Fault> faults) {
        this.object = object;
        this.pointer = pointer;
        this.faults = faults;
    }

    /** @throws MalformedException when it is no JSON object */
    public static Fields of(byte[] body) {
        try {
            return of(JSON.readTree(body));
        } catch (JacksonException e) {
            throw new MalformedException("", "is not JSON: " + e.getOriginalMessage());
        }
    }

    /** @throws MalformedException when it is no JSON object */
    public static Fields of(JsonNode node) {
        if (!node.isObject()) {
            throw new MalformedException("", "must be a JSON object");
        }
        return new Fields(node, "", new ArrayList<>());
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        known.add(name);
        return !missing(object.path(name));
    }

    /** A field as it is. */
    public JsonNode raw(String name) {
        known.add(name);
        return object.path(name);
    }

    /** A text that must be there and say something. */
    public String text(String name, int most) {
        String text = string(raw(name), at(name), most);
        if (text != null && text.isBlank()) {
            fault(at(name), "must not be empty");
        }
        return text == null ? "" : text;
    }

    /** A text, or another when it is not there. */
    public String textOr(String name, int most, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        String text = string(raw(name), at(name), most);
        return text == null ? otherwise : text;
    }

    private @Nullable String string(JsonNode node, String at, int most) {
        if (missing(node)) {
            fault(at, "is required");
        } else if (!node.isString()) {
            fault(at, "must be a text");
        } else if (node.asString().length() > most) {
            fault(at, "is longer than " + most + " characters");
        } else if (node.asString().indexOf('\0') >= 0) {
            fault(at, "holds a character that no text has");
        } else {
            return node.asString();
        }
        return null;
    }

    /** A list of texts; empty when it is not there. */
    public List<String> texts(String name, int items, int most) {
        return texts(raw(name), at(name), items, most);
    }

    /** A list of texts at a place that is not a field. */
    public List<String> texts(JsonNode list, String at, int items, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array(list, at, items)) {
            String text = string(item, at + "/" + texts.size(), most);
            if (text != null && text.isBlank()) {
                fault(at + "/" + texts.size(), "must not be empty");
            }
            texts.add(text == null ? "" : text);
        }
        return texts;
    }

    /** A list of objects; empty when it is not there. Each must be asked whether it is {@link #done}. */
    public List<Fields> objects(String name, int items) {
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : array(raw(name), at(name), items)) {
            String place = at(name) + "/" + objects.size();
            if (!item.isObject()) {
                fault(place, "must be an object");
            }
            objects.add(new Fields(item, place, faults));
        }
        return objects;
    }

    private Iterable<JsonNode> array(JsonNode list, String at, int items) {
        if (missing(list)) {
            return List.of();
        }
        if (!list.isArray()) {
            fault(at, "must be a list");
            return List.of();
        }
        if (list.size() > items) {
            fault(at, "has " + list.size() + " entries; at most " + items + " are taken");
            return List.of();
        }
        return list;
    }

    /** An object that must be there. */
    public Fields object(String name) {
        JsonNode node = raw(name);
        if (!node.isObject()) {
            fault(at(name), missing(node) ? "is required" : "must be an object");
        }
        return new Fields(node, at(name), faults);
    }

    /** A time that must be there. */
    public Instant time(String name) {
        if (!has(name)) {
            fault(at(name), "is required: a time such as 2026-01-31T12:00:00Z");
        }
        return timeOr(name).orElse(Instant.EPOCH);
    }

    /** A time, when it is there. */
    public Optional<Instant> timeOr(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        JsonNode node = raw(name);
        String text = node.isString() ? node.asString() : node.toString();
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            fault(at(name), "\"" + text + "\" is not a time such as 2026-01-31T12:00:00Z");
            return Optional.empty();
        }
    }

    /** A whole number that must be there. */
    public long number(String name, long from, long to) {
        JsonNode node = raw(name);
        if (node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= from && node.asLong() <= to) {
            return node.asLong();
        }
        fault(at(name), missing(node) ? "is required" : "must be a whole number from " + from + " to " + to);
        return from;
    }

    /** Whether; must be there. */
    public boolean bool(String name) {
        JsonNode node = raw(name);
        if (!node.isBoolean()) {
            fault(at(name), missing(node) ? "is required: true or false" : "must be true or false");
        }
        return node.isBoolean() && node.asBoolean();
    }

    /** One of these words, which must be there. */
    public String word(String name, List<String> words) {
        String text = text(name, 100);
        if (!text.isEmpty() && !words.contains(text)) {
            fault(at(name), "\"" + text + "\" is not one of " + String.join(", ", words));
        }
        return words.contains(text) ? text : words.getFirst();
    }

    /** What a constructor makes of the fields; what it does not like is a fault at this object, or at one of its fields. */
    public <T> T made(String name, Supplier<T> maker, T otherwise) {
        try {
            return maker.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            fault(name.isEmpty() ? pointer : at(name), String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /** The pointer of a field. */
    public String at(String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    public void fault(String at, String detail) {
        if (faults.size() < MAX_FAULTS
                && faults.stream().noneMatch(fault -> fault.pointer().equals(at))) {
            faults.add(new Fault(at, detail));
        }
    }

    /** All fields that are known have been asked for: what is left is not known here. */
    public Fields done() {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                fault(at(name), "is not known here; known are " + String.join(", ", known));
            }
        }
        return this;
    }

    /** @throws MalformedException with everything that is wrong */
    public void check() {
        done();
        if (!faults.isEmpty()) {
            throw new MalformedException(faults);
        }
    }

    private static boolean missing(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }
}
