package dev.tidegate.readers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a watch's stream, on a thread of its own. It checks that numbers of facts follow one another, and may stall
 * after the first snapshot until it is let go.
 */
final class Reader implements Runnable {
    private static final int TIME = "2026-01-01T00:00:00.000000Z".length();

    private final HttpClient http;
    private final HttpRequest request;
    private final @Nullable CountDownLatch stallsUntil;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final List<Long> delays = new ArrayList<>();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong toldOfSkipping = new AtomicLong();
    private volatile String failure = "";
    private volatile boolean closed;
    private volatile @Nullable InputStream body;
    private String kind = "";
    private long last = -1;

    /** @param stallsUntil null for a reader that never stalls */
    Reader(HttpClient http, HttpRequest request, @Nullable CountDownLatch stallsUntil) {
        this.http = http;
        this.request = request;
        this.stallsUntil = stallsUntil;
    }

    @Override
    public void run() {
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (answer.statusCode() != 200) {
                throw new IOException("the stream answered " + answer.statusCode());
            }
            body = answer.body();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                    take(line);
                }
            }
            fail("the stream ended");
        } catch (IOException e) {
            fail(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connected.countDown();
        }
    }

    private void fail(String reason) {
        // that a stream ends which we have hung up on is no failure
        if (!closed) {
            failure = reason;
        }
    }

    private void take(String line) throws InterruptedException {
        bytes.addAndGet(line.length() + 1L);
        if (line.startsWith("event: ")) {
            kind = line.substring("event: ".length());
            if (kind.equals("skipped")) {
                toldOfSkipping.incrementAndGet();
            }
        } else if (line.startsWith("id: ") && !kind.isEmpty()) {
            long number = Long.parseLong(line.substring(line.indexOf('.') + 1));
            if (!kind.equals("snapshot") && last >= 0) {
                missed.addAndGet(number - last - 1);
            }
            last = number;
        } else if (line.startsWith("data: ")) {
            data(line);
        } else if (line.isEmpty()) {
            kind = "";
        }
    }

    private void data(String line) throws InterruptedException {
        if (kind.equals("frame")) {
            frames.incrementAndGet();
            int at = line.indexOf("\"at\":\"") + 6;
            Instant begun = Instant.parse(line.substring(at, at + TIME));
            synchronized (delays) {
                delays.add(Duration.between(begun, Instant.now()).toMillis());
            }
        } else if (kind.equals("snapshot") && connected.getCount() > 0) {
            connected.countDown();
            if (stallsUntil != null) {
                stallsUntil.await();
            }
        }
    }

    void awaitConnected() throws InterruptedException {
        connected.await();
    }

    /** Forgets how late frames came so far. */
    List<Long> takeDelays() {
        synchronized (delays) {
            List<Long> taken = List.copyOf(delays);
            delays.clear();
            return taken;
        }
    }

    /** Hangs up. What it has counted stays. */
    void close() throws IOException {
        closed = true;
        InputStream open = body;
        if (open != null) {
            open.close();
        }
    }

    boolean stalls() {
        return stallsUntil != null;
    }

    long frames() {
        return frames.get();
    }

    long bytes() {
        return bytes.get();
    }

    /** Facts that should have come and did not, without a word. */
    long missed() {
        return missed.get();
    }

    long toldOfSkipping() {
        return toldOfSkipping.get();
    }

    /** Why it does not read any more; empty while it does. */
    String failure() {
        return failure;
    }
}
