package dev.tidegate.pages;

import dev.tidegate.crash.GatewayProcess;
import dev.tidegate.storm.send.Doorway;
import dev.tidegate.storm.send.Ledger;
import dev.tidegate.storm.send.Meter;
import dev.tidegate.storm.send.Sender;
import dev.tidegate.storm.send.StormStopped;
import dev.tidegate.storm.timeline.Notifier;
import dev.tidegate.storm.timeline.StampClock;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How one storm was taken in.
 *
 * @param rate alerts acknowledged a second, from the first post to the last answer
 * @param p50 milliseconds a post took
 * @param p99 likewise
 */
record Ingest(double rate, double p50, double p99) {
    private static final int NODES = 500;
    private static final int SEED = 7;
    private static final int IN_FLIGHT = 16;

    /** What else happens when half of a storm is over. */
    interface HalfWay {
        void happens() throws IOException;
    }

    /**
     * Sends a storm, always the same, but at a site of its own: alerts that come and go again and again would be told as
     * flapping, and incidents would have nothing new.
     *
     * @param site its name
     * @param rate alerts a second; where the gateway takes fewer, it takes longer
     */
    static Ingest storm(URI gateway, String site, int rate, Duration duration, HalfWay halfWay)
            throws IOException, InterruptedException, StormStopped {
        Timeline timeline =
                Timeline.at(site, new StormSpec(NODES, SEED, Optional.empty(), rate * duration.toSeconds()));
        Meter meter = new Meter();
        try (Doorway doorway = new Doorway(gateway, Optional.of(GatewayProcess.token("INGEST")))) {
            Sender sender = new Sender(
                    doorway, IN_FLIGHT, meter, new Ledger(timeline.episodes().size()));
            Notifier storm = new Notifier(timeline, SEED, StampClock.paced(Instant.now(), rate));
            Half half = new Half(duration.dividedBy(2), halfWay);
            Thread other = Thread.ofVirtual().start(half);
            long begun = System.nanoTime();
            sender.send(storm, rate, duration);
            double seconds = (System.nanoTime() - begun) / 1e9;
            other.join();
            half.check();
            if (meter.refused() > 0) {
                throw new IOException(meter.refused() + " alerts were refused: " + meter.firstRefusal());
            }
            return new Ingest(
                    meter.accepted() / seconds,
                    meter.latencies().millisAt(0.5),
                    meter.latencies().millisAt(0.99));
        }
    }

    private static final class Half implements Runnable {
        private final Duration after;
        private final HalfWay halfWay;
        private volatile String failure = "";

        Half(Duration after, HalfWay halfWay) {
            this.after = after;
            this.halfWay = halfWay;
        }

        @Override
        public void run() {
            try {
                TimeUnit.MILLISECONDS.sleep(after.toMillis());
                halfWay.happens();
            } catch (IOException e) {
                failure = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void check() throws IOException {
            if (!failure.isEmpty()) {
                throw new IOException(failure);
            }
        }
    }
}
