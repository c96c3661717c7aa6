package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.json.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * A table and how images become its rows: written in batches, each one statement with one array per column. Every table
 * of a shard has the column {@code partition}, which is the statement's first parameter.
 *
 * @param <T> the image
 */
final class Table<T> {
    /** How a column's values are sent. */
    private enum Form {
        /** Quoted; the column has the array's element type. */
        QUOTED,
        /** Numbers, booleans and times. */
        PLAIN,
        /** Each value is itself an array as text. */
        NESTED
    }

    private record Column<T>(String name, String type, Form form, Function<T, @Nullable Object> value) {
        String expression() {
            return form == Form.NESTED ? "r." + name + "::" + type + "[]" : "r." + name;
        }

        String parameter(int number) {
            return "($" + number + "::text)::" + (form == Form.NESTED ? "text" : type) + "[]";
        }
    }

    private final String name;
    private final List<String> keys;
    private final List<Column<T>> columns = new ArrayList<>();

    /** @param keys the primary key; empty when rows are only ever added */
    Table(String name, List<String> keys) {
        this.name = name;
        this.keys = List.copyOf(keys);
    }

    Table<T> text(String column, Function<T, @Nullable Object> value) {
        return column(column, "text", Form.QUOTED, value);
    }

    Table<T> json(String column, Function<T, @Nullable Object> value) {
        return column(column, "json", Form.QUOTED, value);
    }

    Table<T> jsonb(String column, Function<T, @Nullable Object> value) {
        return column(column, "jsonb", Form.QUOTED, value);
    }

    Table<T> number(String column, Function<T, @Nullable Object> value) {
        return column(column, "bigint", Form.PLAIN, value);
    }

    Table<T> truth(String column, Function<T, @Nullable Object> value) {
        return column(column, "boolean", Form.PLAIN, value);
    }

    Table<T> time(String column, Function<T, @Nullable Instant> value) {
        return column(column, "timestamptz", Form.PLAIN, row -> {
            Instant time = value.apply(row);
            return time == null ? null : Rfc3339.of(time);
        });
    }

    Table<T> texts(String column, Function<T, List<String>> value) {
        return column(column, "text", Form.NESTED, row -> ArrayText.of(value.apply(row)));
    }

    Table<T> times(String column, Function<T, List<Instant>> value) {
        return column(
                column,
                "timestamptz",
                Form.NESTED,
                row -> ArrayText.of(value.apply(row).stream().map(Rfc3339::of).toList()));
    }

    private Table<T> column(String column, String type, Form form, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(column, type, form, value));
        return this;
    }

    /** The statement: parameter 1 is the partition, parameter n + 2 the array of column n. */
    String sql() {
        String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        String values = columns.stream().map(Column::expression).collect(Collectors.joining(", "));
        String arrays = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).parameter(i + 2))
                .collect(Collectors.joining(", "));
        String insert = "insert into " + name + " (partition, " + names + ") select $1, " + values + " from unnest("
                + arrays + ") as r(" + names + ")";
        return keys.isEmpty() ? insert : insert + onConflict();
    }

    private String onConflict() {
        String updates = columns.stream()
                .map(Column::name)
                .filter(column -> !keys.contains(column))
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
        return " on conflict (" + String.join(", ", keys) + ") do update set " + updates;
    }

    /** Rows as batches, none much bigger than the bounds; each is made when it is asked for. */
    Flux<Batch> batches(List<T> rows, int maxRows, int maxChars) {
        return Flux.generate(() -> 0, (from, sink) -> {
            if (from == rows.size()) {
                sink.complete();
                return from;
            }
            Batch batch = batch(rows, from, maxRows, maxChars);
            sink.next(batch);
            return from + batch.rows();
        });
    }

    private Batch batch(List<T> rows, int from, int maxRows, int maxChars) {
        List<ArrayText> arrays = columns.stream().map(column -> new ArrayText()).toList();
        int count = 0;
        int chars = 0;
        while (from + count < rows.size() && count < maxRows && chars < maxChars) {
            T row = rows.get(from + count);
            chars = 0;
            for (int i = 0; i < columns.size(); i++) {
                Column<T> column = columns.get(i);
                Object value = column.value().apply(row);
                if (column.form() == Form.PLAIN) {
                    arrays.get(i).addPlain(value);
                } else {
                    arrays.get(i).add((String) value);
                }
                chars += arrays.get(i).length();
            }
            count++;
        }
        return new Batch(count, arrays.stream().map(ArrayText::finish).toList());
    }

    /** One statement's worth of rows: an array per column. */
    record Batch(int rows, List<String> arrays) {}
}
