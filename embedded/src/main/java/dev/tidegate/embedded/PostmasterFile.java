package dev.tidegate.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code postmaster.pid}: the server's own note of who works on a data directory, and what is done about a server that
 * an earlier, killed process left behind. Whoever calls {@link #endOrphan} holds the data directory's lock, so no
 * process but this one has a right to a server there.
 */
final class PostmasterFile {
    private static final String NAME = "postmaster.pid";
    private static final int STOP_SECONDS = 20;
    private static final int POLL_MILLIS = 10;

    private PostmasterFile() {}

    static List<String> lines(Path data) throws IOException {
        try {
            return Files.readAllLines(data.resolve(NAME), StandardCharsets.UTF_8);
        } catch (NoSuchFileException ignored) {
            return List.of();
        }
    }

    /** Stops a server that is still running on the directory, with everything committed kept. */
    static void endOrphan(Path data) throws IOException {
        List<String> lines = lines(data);
        if (lines.isEmpty()) {
            return;
        }
        long pid;
        try {
            pid = Long.parseLong(lines.getFirst().strip());
        } catch (NumberFormatException failure) {
            throw new DataDirectoryException(
                    data.resolve(NAME) + " is damaged; delete it when no PostgreSQL runs on that directory", failure);
        }
        if (!isPostgres(pid)) {
            Files.deleteIfExists(data.resolve(NAME)); // its number now belongs to another program
            return;
        }
        signal("INT", pid);
        if (!ended(pid)) {
            signal("QUIT", pid);
            if (!ended(pid)) {
                throw new DataDirectoryException("PostgreSQL, process " + pid + ", was left behind on " + data
                        + " and does not stop; end it and start again");
            }
        }
    }

    private static boolean isPostgres(long pid) throws IOException {
        return ProcessStat.of(pid)
                .filter(process -> process.runs() && process.program().equals("postgres"))
                .isPresent();
    }

    private static void signal(String name, long pid) throws IOException {
        Command.Result result = Command.run(List.of("sh", "-c", "kill -" + name + " " + pid), null);
        if (!result.succeeded() && isPostgres(pid)) {
            throw new DataDirectoryException(
                    "PostgreSQL, process " + pid + ", was left behind and cannot be stopped: " + result.lastLine());
        }
    }

    private static boolean ended(long pid) throws IOException {
        try {
            for (int waited = 0; waited < STOP_SECONDS * 1000; waited += POLL_MILLIS) {
                if (!isPostgres(pid)) {
                    return true;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return false;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while PostgreSQL stopped").initCause(interrupt);
        }
    }

    /** The files a failed start has written to: the newest daily log, then what came before logging began. */
    static List<Path> logs(Path directory, Path startLog) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of(startLog);
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return Stream.concat(
                            entries
                                    .max(Comparator.comparingLong(
                                            log -> log.toFile().lastModified()))
                                    .stream(),
                            Stream.of(startLog))
                    .toList();
        }
    }
}
