package dev.tidegate.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The running server process, below a small shell that outlives us by a moment.
 *
 * <p>PostgreSQL is a family of processes that would go on when this one is killed. So between us and it stands a shell
 * with a pipe from us: when the pipe ends, because we closed it or because we died of whatever, it stops the server in
 * the fast way. The server has its own session, so that Ctrl-C in a terminal reaches us alone and we stop things in
 * their order. When the server ends first the shell ends with it, which is how we notice.
 */
final class PostgresServer implements AutoCloseable {
    // $1 postgres, $2 data directory, $3 where it writes until its own log is open
    private static final String SUPERVISOR = """
            trap "" HUP INT TERM
            exec 3<&0
            setsid "$1" -D "$2" </dev/null >"$3" 2>&1 3<&- &
            server=$!
            echo $server
            (read -r how; case $how in immediate) kill -QUIT $server;; *) kill -INT $server;; esac) <&3 >/dev/null 2>&1 &
            reader=$!
            exec 3<&-
            wait $server
            code=$?
            kill -KILL $reader 2>/dev/null
            exit $code
            """;

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 10;
    private static final int STATUS_LINE = 7;
    private static final Pattern LOG_PREFIX = Pattern.compile("^.*(?:FATAL|PANIC|LOG|ERROR): +|^postgres: ");

    private final Process supervisor;
    private final long pid;
    private final Path data;
    private final Path startLog;

    private PostgresServer(Process supervisor, long pid, Path data, Path startLog) {
        this.supervisor = supervisor;
        this.pid = pid;
        this.data = data;
        this.startLog = startLog;
    }

    /** The server ended before it took connections; the message is its own last word. */
    static final class StartFailure extends IOException {
        private static final long serialVersionUID = 1L;

        StartFailure(String message) {
            super(message);
        }

        boolean portTaken() {
            String message = String.valueOf(getMessage());
            return message.contains("Address already in use")
                    || message.contains("could not create any TCP/IP sockets");
        }
    }

    /** Starts the server and returns when it takes connections, recovery after a crash included. */
    static PostgresServer start(PostgresBinaries binaries, PostgresCluster cluster, Privileges privileges)
            throws IOException {
        Path startLog = cluster.data().resolveSibling("start.log");
        PrivateFiles.createFile(startLog);
        Process supervisor = Command.builder(privileges.command(List.of(
                        "sh",
                        "-c",
                        SUPERVISOR,
                        "postgres-supervisor",
                        binaries.program("postgres").toString(),
                        cluster.data().toString(),
                        startLog.toString())))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = supervisor.inputReader(StandardCharsets.UTF_8);
        @Nullable String pid = out.readLine();
        if (pid == null) {
            throw new StartFailure("its supervising shell did not start");
        }
        PostgresServer server = new PostgresServer(supervisor, Long.parseLong(pid), cluster.data(), startLog);
        try {
            server.awaitReady();
            return server;
        } catch (IOException | RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (await(Duration.ofMillis(POLL_MILLIS))) {
                throw new StartFailure(lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("it took no connections within " + START_LIMIT.toSeconds()
                        + " seconds; its log is " + data.resolveSibling("log"));
            }
        }
    }

    private boolean isReady() throws IOException {
        List<String> lines = PostmasterFile.lines(data);
        return lines.size() > STATUS_LINE
                && lines.getFirst().equals(Long.toString(pid))
                && lines.get(STATUS_LINE).strip().equals("ready");
    }

    /** The errors it wrote before it gave up, from its log and from before it had one. */
    private String lastWords() throws IOException {
        List<Path> logs = PostmasterFile.logs(data.resolveSibling("log"), startLog);
        StringBuilder words = new StringBuilder();
        for (Path log : logs) {
            try (var lines = Files.lines(log, StandardCharsets.UTF_8)) {
                lines.filter(line -> line.contains("FATAL:")
                                || line.contains("PANIC:")
                                || line.contains("could not")
                                || line.contains("invalid"))
                        .map(line -> LOG_PREFIX.matcher(line).replaceFirst("").strip())
                        .reduce((earlier, last) -> last)
                        .ifPresent(line ->
                                words.append(words.isEmpty() ? "" : "; ").append(line));
            }
        }
        return words.isEmpty() ? "it ended with code " + supervisor.exitValue() : words.toString();
    }

    long pid() {
        return pid;
    }

    CompletionStage<Integer> ended() {
        return supervisor.onExit().thenApply(Process::exitValue);
    }

    /** Ends all connections, writes a checkpoint and stops. */
    @Override
    public void close() throws IOException {
        stop("fast\n");
    }

    /** Stops at once and leaves recovery to the next start: for data that has none. */
    void abandon() throws IOException {
        stop("immediate\n");
    }

    private void stop(String how) throws IOException {
        if (!supervisor.isAlive()) {
            return;
        }
        try (OutputStream order = supervisor.getOutputStream()) {
            order.write(how.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            if (supervisor.isAlive()) {
                throw failure;
            } // else it ended in this very moment
        }
        if (!await(STOP_LIMIT)) {
            throw new IOException("PostgreSQL (process " + pid + ") did not stop within " + STOP_LIMIT.toSeconds()
                    + " seconds; its log is in " + data.resolveSibling("log"));
        }
    }

    private boolean await(Duration limit) throws IOException {
        try {
            return supervisor.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw (IOException)
                    new InterruptedIOException("interrupted while waiting for PostgreSQL").initCause(interrupt);
        }
    }
}
