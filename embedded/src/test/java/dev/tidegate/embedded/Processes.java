package dev.tidegate.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Processes that are not our children. */
final class Processes {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);

    private Processes() {}

    /** Whether it runs. A zombie does not: where nobody asks how orphans ended it stays for ever, having ended. */
    static boolean isRunning(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.UTF_8);
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException ended) {
            return false; // there is nothing of that number, or it went while we read
        }
    }

    /** Waits until it has ended. */
    static void awaitEnd(long pid) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (isRunning(pid)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("process " + pid + " still runs after " + LIMIT.toSeconds() + " seconds");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
