package dev.tidegate.gateway.ingest.json;

import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.Sentences;
import java.nio.charset.StandardCharsets;

/** Reads an object of strings into {@link Pairs}, holding names and values against their limits. */
final class PairReader {
    private final String field;
    private final int limit;
    private final int nameBytes;
    private final int valueBytes;
    private final Pairs pairs;
    private int bytes;

    PairReader(String field, int limit, int nameBytes, int valueBytes) {
        this.field = field;
        this.limit = limit;
        this.nameBytes = nameBytes;
        this.valueBytes = valueBytes;
        pairs = new Pairs(limit);
    }

    void clear() {
        pairs.clear();
        bytes = 0;
    }

    Pairs pairs() {
        return pairs;
    }

    /** All names and values together. */
    int bytes() {
        return bytes;
    }

    /** Takes the object at the cursor; a second one adds to the first. */
    void read(JsonCursor json, FirstFault fault) {
        if (json.takeNull()) {
            return;
        }
        if (json.peek() != '{') {
            json.skip();
            fault.set(field, RefusalReason.WRONG_TYPE, "expected an object with strings");
            return;
        }
        json.open('{');
        for (boolean first = true; json.more('}', first); first = false) {
            json.name();
            if (isGoodName(json, fault)) {
                readValue(json, json.from(), json.to(), fault);
            } else {
                json.skip();
            }
        }
    }

    /** Takes the string at the cursor as the value of a name; null reads as empty. */
    void readValue(JsonCursor json, int nameFrom, int nameTo, FirstFault fault) {
        byte next = json.peek();
        if (next != '"') {
            json.skip();
            if (next != 'n') {
                fault.set(at(json, nameFrom, nameTo), RefusalReason.WRONG_TYPE, "expected a string");
                return;
            }
            put(json, nameFrom, nameTo, nameTo, nameTo, fault);
            return;
        }
        json.string();
        int length = json.to() - json.from();
        if (length > valueBytes) {
            fault.set(
                    at(json, nameFrom, nameTo),
                    RefusalReason.VALUE_TOO_LONG,
                    Sentences.valueTooLong(length, valueBytes));
        } else if (!json.sound()) {
            fault.set(at(json, nameFrom, nameTo), RefusalReason.BAD_UTF8, Sentences.BAD_UTF8);
        } else if (json.hasNul()) {
            fault.set(at(json, nameFrom, nameTo), RefusalReason.NUL_CHARACTER, Sentences.NUL);
        } else {
            put(json, nameFrom, nameTo, json.from(), json.to(), fault);
        }
    }

    private void put(JsonCursor json, int nameFrom, int nameTo, int valueFrom, int valueTo, FirstFault fault) {
        bytes += nameTo - nameFrom + valueTo - valueFrom;
        if (!pairs.put(json.bytes(), nameFrom, nameTo, valueFrom, valueTo)) {
            fault.set(field, RefusalReason.TOO_MANY_LABELS, Sentences.tooMany(limit));
        }
    }

    private boolean isGoodName(JsonCursor json, FirstFault fault) {
        int length = json.to() - json.from();
        if (length == 0) {
            fault.set(field, RefusalReason.EMPTY_NAME, Sentences.EMPTY_NAME);
        } else if (length > nameBytes) {
            String name = text(json, json.from(), json.to());
            fault.set(field, RefusalReason.NAME_TOO_LONG, Sentences.nameTooLong(name, nameBytes));
        } else if (!json.sound()) {
            fault.set(at(json, json.from(), json.to()), RefusalReason.BAD_UTF8, "the name " + Sentences.BAD_UTF8);
        } else if (json.hasNul()) {
            fault.set(field, RefusalReason.NUL_CHARACTER, "a name " + Sentences.NUL);
        } else {
            return true;
        }
        return false;
    }

    private String at(JsonCursor json, int nameFrom, int nameTo) {
        return field + "." + Sentences.shortened(text(json, nameFrom, nameTo));
    }

    private static String text(JsonCursor json, int from, int to) {
        return new String(json.bytes(), from, to - from, StandardCharsets.UTF_8);
    }
}
