package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.incident.Cursor;
import dev.tidegate.gateway.read.json.RowJson;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/**
 * A list as it is told: so many rows at most, and the cursor of what is left, which is null when nothing is. Rows are read
 * one more than are told, so that it is known whether any are left.
 *
 * @param rows name of the list in its document
 * @param next name of the cursor
 * @param row writes one row
 * @param place where the next page goes on after a row
 */
record Listing<T>(String rows, String next, BiConsumer<JsonGenerator, T> row, Function<T, Cursor> place) {
    /** A list that is a document of its own. */
    static <T> Listing<T> of(BiConsumer<JsonGenerator, T> row, Function<T, Cursor> place) {
        return new Listing<>("items", "nextCursor", row, place);
    }

    /** The same list as a part of another document. */
    Listing<T> within(String name) {
        return new Listing<>(name, name + "NextCursor", row, place);
    }

    byte[] page(List<T> read, int limit) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            write(out, read, limit);
            out.writeEndObject();
        });
    }

    /** Into an object that the caller has begun. */
    void write(JsonGenerator out, List<T> read, int limit) {
        List<T> shown = read.subList(0, Math.min(limit, read.size()));
        out.writeArrayPropertyStart(rows);
        shown.forEach(one -> row.accept(out, one));
        out.writeEndArray();
        boolean more = read.size() > shown.size() && !shown.isEmpty();
        RowJson.text(out, next, more ? place.apply(shown.getLast()).text() : null);
    }
}
