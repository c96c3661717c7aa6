package dev.tidegate.storm.send;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What has happened on the wire so far. Safe for many threads. */
public final class Meter {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong simulatedMillis = new AtomicLong();
    private final AtomicReference<@Nullable String> firstRefusal = new AtomicReference<>();
    private final Latencies latencies = new Latencies();

    void sent(int alerts, long atSimulatedMillis) {
        sent.addAndGet(alerts);
        simulatedMillis.set(atSimulatedMillis);
    }

    void accepted(int alerts, long nanos) {
        accepted.addAndGet(alerts);
        latencies.record(nanos);
    }

    void refused(int alerts, String why) {
        refused.addAndGet(alerts);
        firstRefusal.compareAndSet(null, why);
    }

    void retried() {
        retries.incrementAndGet();
    }

    /** Alerts handed to the wire, each once however often it was tried. */
    public long sent() {
        return sent.get();
    }

    /** Alerts answered with success. */
    public long accepted() {
        return accepted.get();
    }

    /** Alerts answered with an error that trying again would not mend. */
    public long refused() {
        return refused.get();
    }

    /** Requests made again after 503, 429 or a broken connection. */
    public long retries() {
        return retries.get();
    }

    /** How far the storm's own clock is. */
    public long simulatedMillis() {
        return simulatedMillis.get();
    }

    /** The first error answer, or null when there was none. */
    public @Nullable String firstRefusal() {
        return firstRefusal.get();
    }

    /** How long successful requests took. */
    public Latencies latencies() {
        return latencies;
    }
}
