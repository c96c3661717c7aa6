package dev.tidegate.rollout.engine.r2dbc;

import io.r2dbc.spi.Readable;
import java.util.Objects;

/** Columns that are never null. */
final class Columns {
    private Columns() {}

    static String text(Readable row, String column) {
        return there(row, column, String.class);
    }

    static <T> T there(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }
}
