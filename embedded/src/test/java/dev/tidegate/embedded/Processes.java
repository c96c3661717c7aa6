package dev.tidegate.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Processes that are not our children. */
final class Processes {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(10);

    private Processes() {}

    /** Whether it runs; a zombie does not. */
    static boolean isRunning(long pid) {
        try {
            return ProcessStat.of(pid).filter(ProcessStat::runs).isPresent();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
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
