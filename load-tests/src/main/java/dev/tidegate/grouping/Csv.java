package dev.tidegate.grouping;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Rows of a CSV file with a head, as of RFC 4180: a field in double quotes may hold commas, line breaks and, doubled,
 * quotes. Every row has as many fields as the head. A complaint is an IllegalArgumentException that names file and line.
 */
final class Csv {
    private final String name;
    private final Reader in;
    private int line = 1;
    private int ahead;

    private Csv(String name, Reader in) throws IOException {
        this.name = name;
        this.in = in;
        ahead = in.read();
    }

    /**
     * One row.
     *
     * @param where file and line, for complaints
     */
    record Row(String where, List<String> head, List<String> fields) {
        /** The field of a column that {@link #read} was told to want. */
        String get(String column) {
            return fields.get(head.indexOf(column));
        }

        IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(where + ": " + what);
        }
    }

    /** Reads a gzipped file, which must have the wanted columns. */
    static List<Row> read(Path file, String... wanted) throws IOException {
        try (Reader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8),
                1 << 16)) {
            return read(String.valueOf(file.getFileName()), in, wanted);
        } catch (ZipException | EOFException broken) {
            throw new IllegalArgumentException(file.getFileName() + ": " + broken.getMessage(), broken);
        }
    }

    static List<Row> read(String name, Reader in, String... wanted) throws IOException {
        Csv csv = new Csv(name, in);
        Row head = csv.row(List.of());
        for (String column : wanted) {
            if (!head.fields.contains(column)) {
                throw head.wrong("there is no column " + column);
            }
        }
        List<Row> rows = new ArrayList<>();
        while (csv.ahead >= 0) {
            Row row = csv.row(head.fields);
            if (row.fields.size() != head.fields.size()) {
                throw row.wrong(row.fields.size() + " fields where the head has " + head.fields.size());
            }
            rows.add(row);
        }
        return rows;
    }

    private Row row(List<String> head) throws IOException {
        String where = name + ", line " + line;
        List<String> fields = new ArrayList<>();
        fields.add(field(where));
        while (ahead == ',') {
            next();
            fields.add(field(where));
        }
        if (ahead == '\r') {
            next();
        }
        if (ahead >= 0 && ahead != '\n') {
            throw new IllegalArgumentException(where + ": something follows a quoted field");
        }
        next();
        return new Row(where, head, List.copyOf(fields));
    }

    private String field(String where) throws IOException {
        StringBuilder field = new StringBuilder();
        if (ahead != '"') {
            while (ahead >= 0 && ",\r\n".indexOf(ahead) < 0) {
                field.append((char) next());
            }
            return field.toString();
        }
        next();
        while (ahead >= 0) {
            int got = next();
            if (got != '"') {
                field.append((char) got);
            } else if (ahead == '"') {
                field.append((char) next());
            } else {
                return field.toString();
            }
        }
        throw new IllegalArgumentException(where + ": a quoted field has no end");
    }

    private int next() throws IOException {
        int got = ahead;
        line += got == '\n' ? 1 : 0;
        ahead = got < 0 ? got : in.read();
        return got;
    }
}
