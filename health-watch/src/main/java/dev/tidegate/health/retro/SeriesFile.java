package dev.tidegate.health.retro;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file, plain or gzipped, one after the other. A header and empty lines are left out. */
final class SeriesFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final int MAX_LINE = 10_000;

    private final Path file;
    private final BufferedReader lines;
    private int line;

    SeriesFile(Path file) throws IOException {
        this.file = file;
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory, not a file with rows");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            lines = new BufferedReader(
                    new InputStreamReader(gzip ? new GZIPInputStream(in, BUFFER) : in, StandardCharsets.UTF_8), BUFFER);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** The next row; null at the end. */
    @Nullable
    Row next() throws IOException, BadRowException {
        for (@Nullable String text = line(); text != null; text = line()) {
            line++;
            if (line == 1) {
                text = text.startsWith("\uFEFF") ? text.substring(1) : text;
                if (Row.isHeader(text)) {
                    continue;
                }
            }
            if (text.isBlank()) {
                continue;
            }
            if (text.length() > MAX_LINE) {
                throw new BadRowException("the line is longer than " + MAX_LINE + " characters");
            }
            return Row.parse(text);
        }
        return null;
    }

    private @Nullable String line() throws IOException {
        try {
            return lines.readLine();
        } catch (IOException cut) {
            // such as a packed file that was not copied to its end
            throw new IOException(file + " cannot be read after line " + line + ": " + cut.getMessage(), cut);
        }
    }

    /** Where the row is that was read last. */
    String where() {
        return file + ":" + line;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
