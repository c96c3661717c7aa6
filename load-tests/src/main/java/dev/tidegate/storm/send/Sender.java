package dev.tidegate.storm.send;

import dev.tidegate.storm.timeline.Batch;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends a storm evenly at its rate, with a bounded number of requests under way. A request that the server puts off
 * (503, 429) or that breaks on the way is made again until it is accepted, so that nothing is lost; it keeps its place
 * among those under way, so that a slow server slows the storm. A server that stays away for {@link #PATIENCE} or that
 * does not let us in ends the storm.
 */
public final class Sender {
    /** How long a server may be gone in the middle of a storm. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
    private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration BROKEN_RETRY = Duration.ofMillis(500);
    private static final long WAIT_SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Doorway doorway;
    private final Semaphore underWay;
    private final int most;
    private final Meter meter;
    private final Ledger ledger;
    private final Wire wire = new Wire();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicReference<@Nullable StormStopped> failure = new AtomicReference<>();

    /** Sends with at most {@code inFlight} requests under way, telling meter and ledger. */
    public Sender(Doorway doorway, int inFlight, Meter meter, Ledger ledger) {
        this.doorway = doorway;
        this.underWay = new Semaphore(inFlight);
        this.most = inFlight;
        this.meter = meter;
        this.ledger = ledger;
    }

    /** Sends no new request; those under way are finished, but not made again. May be called from any thread. */
    public void stop() {
        stopping.set(true);
    }

    /**
     * Sends until the storm or its planned duration is over, and returns when every request has its answer.
     *
     * @throws StormStopped when the server went away for good or refuses us
     */
    public void send(Iterator<Batch> storm, double alertsPerSecond, Duration duration)
            throws StormStopped, InterruptedException {
        long begun = System.nanoTime();
        long alerts = 0;
        try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!isOver() && storm.hasNext()) {
                Batch batch = storm.next();
                long due = (long) (alerts / alertsPerSecond * 1e9);
                if (due > duration.toNanos() || !waitUntil(begun + due)) {
                    break;
                }
                underWay.acquire();
                alerts += batch.messages().size();
                meter.sent(batch.messages().size(), batch.at());
                requests.execute(() -> deliver(batch));
            }
            underWay.acquire(most);
        }
        @Nullable StormStopped stopped = failure.get();
        if (stopped != null) {
            throw stopped;
        }
    }

    private boolean isOver() {
        return stopping.get() || failure.get() != null;
    }

    private boolean waitUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            if (isOver()) {
                return false;
            }
            LockSupport.parkNanos(Math.min(left, WAIT_SLICE_NANOS));
        }
        return true;
    }

    private void deliver(Batch batch) {
        try {
            String body = wire.body(batch);
            long brokenSince = 0;
            while (true) {
                long begun = System.nanoTime();
                Duration pause;
                try {
                    HttpResponse<String> answer = doorway.post(body);
                    if (!isPutOff(answer)) {
                        settle(batch, answer, System.nanoTime() - begun);
                        return;
                    }
                    brokenSince = 0;
                    pause = retryAfter(answer);
                } catch (IOException e) {
                    brokenSince = brokenSince == 0 ? begun : brokenSince;
                    if (System.nanoTime() - brokenSince > PATIENCE.toNanos()) {
                        stopWith("%s has not answered for %d seconds (%s)."
                                .formatted(doorway, PATIENCE.toSeconds(), Doorway.reason(e)));
                        return;
                    }
                    pause = BROKEN_RETRY;
                }
                meter.retried();
                if (!waitUntil(System.nanoTime() + pause.toNanos()) || isOver()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.release();
        }
    }

    private static boolean isPutOff(HttpResponse<String> answer) {
        return answer.statusCode() == 503 || answer.statusCode() == 429;
    }

    private static Duration retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(asked -> asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked)
                .orElse(DEFAULT_RETRY_AFTER);
    }

    private void settle(Batch batch, HttpResponse<String> answer, long nanos) {
        int status = answer.statusCode();
        if (status >= 200 && status < 300) {
            ledger.accepted(batch);
            meter.accepted(batch.messages().size(), nanos);
        } else if (status == 401 || status == 403) {
            stopWith("%s does not let us in (%d). Give a sender's token with --token or TIDEGATE_INGEST_TOKEN."
                    .formatted(doorway, status));
        } else {
            meter.refused(batch.messages().size(), "%d %s".formatted(status, answer.body()));
        }
    }

    private void stopWith(String sentence) {
        failure.compareAndSet(null, new StormStopped(sentence));
    }
}
