package dev.tidegate.rollout.target.command;

import dev.tidegate.rollout.target.TargetException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs programs: in bounded time, with the end of their output in bounded memory, and gone when nobody waits for them any
 * more. No reactive thread waits for a program; the ends of processes are told by the JDK, and output is read elsewhere.
 */
final class Programs {
    private static final Logger log = LoggerFactory.getLogger(Programs.class);
    /** How much of the output is kept: its end. */
    static final int OUTPUT = 16 << 10;
    /** How long a program may take to end after it was asked to. */
    private static final Duration GRACE = Duration.ofSeconds(5);
    /** How long output may go on after the end, by children that are left behind. */
    private static final Duration LEFT_OVER = Duration.ofSeconds(1);

    /**
     * How a program ended.
     *
     * @param exit empty when it was stopped because its time was over
     * @param output its last bytes, errors included
     */
    record Ran(OptionalInt exit, String output) {}

    private final Scheduler threads;

    /** @param threads that may be blocked */
    Programs(Scheduler threads) {
        this.threads = threads;
    }

    /** @param started told of the process before it has done much, on a thread that may be blocked */
    Mono<Ran> run(List<String> line, Duration within, Consumer<ProcessHandle> started) {
        return Mono.using(() -> start(line, started), process -> end(process, within), Programs::stop)
                .subscribeOn(threads);
    }

    private static Process start(List<String> line, Consumer<ProcessHandle> started) {
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            started.accept(process.toHandle());
            return process;
        } catch (IOException e) {
            throw new TargetException(line.getFirst() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private Mono<Ran> end(Process process, Duration within) {
        Tail tail = new Tail();
        Mono<Void> exit = Mono.fromFuture(process.onExit(), true).then();
        Mono<Void> read = Mono.<Void>fromRunnable(() -> read(process.getInputStream(), tail))
                .subscribeOn(threads);
        return Mono.when(
                        exit,
                        Mono.firstWithSignal(
                                read, exit.then(Mono.delay(LEFT_OVER)).then()))
                .then(Mono.fromSupplier(() -> new Ran(OptionalInt.of(process.exitValue()), tail.text())))
                .timeout(within, Mono.fromSupplier(() -> new Ran(OptionalInt.empty(), tail.text())));
    }

    private static void read(InputStream output, Tail tail) {
        byte[] part = new byte[4096];
        try (output) {
            for (int length = output.read(part); length >= 0; length = output.read(part)) {
                tail.append(part, length);
            }
        } catch (IOException closed) {
            // what is left of a stopped program's output; its end is what counts
            log.debug("output ends early: {}", closed.getMessage());
        }
    }

    /**
     * Asks it and its children to end, and makes them; on threads of the JDK's, since ours may be gone already. It comes before
     * its children: a script whose child has ended would go on with its next line.
     */
    private static void stop(Process process) {
        var unused = CompletableFuture.runAsync(() -> {
            List<ProcessHandle> family = process.descendants().toList();
            process.destroy();
            family.forEach(ProcessHandle::destroy);
            if (process.isAlive() || family.stream().anyMatch(ProcessHandle::isAlive)) {
                CompletableFuture.delayedExecutor(GRACE.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> {
                            process.destroyForcibly();
                            family.forEach(ProcessHandle::destroyForcibly);
                        });
            }
        });
    }

    /** The last bytes of what goes through. */
    private static final class Tail {
        private byte[] kept = new byte[0];

        synchronized void append(byte[] part, int length) {
            byte[] all = new byte[kept.length + length];
            System.arraycopy(kept, 0, all, 0, kept.length);
            System.arraycopy(part, 0, all, kept.length, length);
            int from = Math.max(0, all.length - OUTPUT);
            kept = Arrays.copyOfRange(all, from, all.length);
        }

        synchronized String text() {
            return new String(kept, StandardCharsets.UTF_8).strip();
        }
    }
}
