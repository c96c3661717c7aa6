package dev.tidegate.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A short-lived program and what came of it. */
final class Command {
    private static final long LIMIT_SECONDS = 120;

    private Command() {}

    /**
     * @param exitCode 0 for success
     * @param output both of the program's streams
     */
    record Result(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }

        /** The last line that says something, for an error sentence. */
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce("exit code " + exitCode, (earlier, line) -> line);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param input what it reads, or null for nothing
     * @throws IOException when it cannot be started or does not end in two minutes
     */
    static Result run(List<String> command, @Nullable String input) throws IOException {
        Process process = builder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            if (input != null) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return new Result(process.exitValue(), output);
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw (IOException)
                    new InterruptedIOException("interrupted while " + command.getFirst() + " ran").initCause(interrupt);
        }
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not end in " + LIMIT_SECONDS + " seconds");
    }

    /** Settings of the caller's shell must not reach the server: PG… variables change where it looks and listens. */
    static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_") || name.equals("LANG"));
        environment.put("LC_ALL", "C");
        return builder;
    }
}
