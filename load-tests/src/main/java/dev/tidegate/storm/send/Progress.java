package dev.tidegate.storm.send;

import dev.tidegate.storm.timeline.Episode;
import dev.tidegate.storm.timeline.NamedFault;
import dev.tidegate.storm.timeline.Timeline;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells how a storm goes: one line that is rewritten each second on a terminal, else a line every five seconds. */
public final class Progress implements AutoCloseable {
    private static final int QUIET_SECONDS = 5;

    private final Meter meter;
    private final Timeline timeline;
    private final long[] fired;
    private final long[] resolved;
    private final PrintStream out;
    private final boolean terminal;
    private final long begun = System.nanoTime();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private long lastAccepted;

    /** Tells about this storm on {@code out}, once started. */
    public Progress(Meter meter, Timeline timeline, PrintStream out, boolean terminal) {
        this.meter = meter;
        this.timeline = timeline;
        this.out = out;
        this.terminal = terminal;
        fired = timeline.episodes().stream()
                .mapToLong(Progress::firedAt)
                .sorted()
                .toArray();
        resolved = timeline.episodes().stream()
                .mapToLong(Progress::resolvedAt)
                .sorted()
                .toArray();
    }

    /** Begins to tell. */
    public void start() {
        int every = terminal ? 1 : QUIET_SECONDS;
        var unused = ticker.scheduleAtFixedRate(() -> tell(every), every, every, TimeUnit.SECONDS);
    }

    private static long firedAt(Episode episode) {
        return episode.span().from();
    }

    private static long resolvedAt(Episode episode) {
        return episode.span().until();
    }

    private void tell(int seconds) {
        long accepted = meter.accepted();
        String line = line((accepted - lastAccepted) / seconds);
        lastAccepted = accepted;
        if (terminal) {
            out.print("\r\033[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String line(long perSecond) {
        long at = meter.simulatedMillis();
        long faults = timeline.faults().stream()
                .map(NamedFault::fault)
                .filter(fault -> fault.span().contains(at))
                .count();
        return String.format(
                Locale.ROOT,
                "%4d s  sent %,d  accepted %,d  %,d/s  faults %d  firing %,d  p50 %.1f ms  p99 %.1f ms  retries %,d",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun),
                meter.sent(),
                meter.accepted(),
                perSecond,
                faults,
                upTo(fired, at) - upTo(resolved, at),
                meter.latencies().millisAt(0.5),
                meter.latencies().millisAt(0.99),
                meter.retries());
    }

    private static int upTo(long[] sorted, long at) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= at) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        if (terminal) {
            out.println();
        }
    }
}
