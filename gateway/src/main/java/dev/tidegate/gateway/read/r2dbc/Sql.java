package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.correlator.image.json.CleanText;
import dev.tidegate.correlator.image.json.Rfc3339;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/** A statement under construction: text with {@code ?} for values, which are bound and never written into the text. */
final class Sql {
    /** Rows fetched from the server at a time. */
    static final int FETCH = 512;

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    Sql(String text, Object... bound) {
        add(text, bound);
    }

    Sql add(String fragment, Object... bound) {
        int from = 0;
        int mark = fragment.indexOf('?');
        for (Object value : bound) {
            if (mark < 0) {
                throw new IllegalArgumentException("more values than places in: " + fragment);
            }
            values.add(bindable(value));
            text.append(fragment, from, mark).append('$').append(values.size());
            from = mark + 1;
            mark = fragment.indexOf('?', from);
        }
        text.append(fragment, from, fragment.length()).append(' ');
        return this;
    }

    /** Callers may ask for what no row can hold; they find nothing, and the database is not troubled with it. */
    private static Object bindable(Object value) {
        if (value instanceof Instant time) {
            return time.isBefore(Rfc3339.FIRST) ? Rfc3339.FIRST : time.isAfter(Rfc3339.LAST) ? Rfc3339.LAST : time;
        }
        return value instanceof String text ? CleanText.of(text) : value;
    }

    <T> Flux<T> rows(Connection connection, Function<Row, T> mapping) {
        return Flux.defer(() -> {
            Statement statement = connection.createStatement(text.toString()).fetchSize(FETCH);
            for (int i = 0; i < values.size(); i++) {
                statement.bind(i, values.get(i));
            }
            return Flux.from(statement.execute())
                    .concatMap(result -> result.map((row, metadata) -> mapping.apply(row)));
        });
    }
}
