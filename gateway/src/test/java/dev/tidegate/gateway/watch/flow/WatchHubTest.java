package dev.tidegate.gateway.watch.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.health.watch.WatchEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Readers of watches, on a clock that only this test moves. */
class WatchHubTest {
    private static final int KEPT = 8;
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WatchHub hub =
            new WatchHub(Flux::never, clock, Duration.ofSeconds(15), KEPT, WatchHub.MAX_BYTES, meters);
    /** The longest that frames for many readers are gathered. */
    private static final Duration TOGETHER = Duration.ofMillis(100);

    private int snapshots;

    @AfterEach
    void dispose() {
        clock.dispose();
    }

    /** A reader that takes what it asked for, and no more. */
    private static final class Reader extends BaseSubscriber<List<byte[]>> {
        final List<String> lines = new ArrayList<>();
        boolean done;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {}

        @Override
        protected void hookOnNext(List<byte[]> frames) {
            frames.forEach(frame -> lines.add(new String(frame, StandardCharsets.UTF_8)));
        }

        @Override
        protected void hookOnComplete() {
            done = true;
        }

        long count(String words) {
            return lines.stream().filter(line -> line.contains(words)).count();
        }
    }

    private Reader reader(@Nullable Position from, @Nullable Position end) {
        Reader reader = new Reader();
        Flux<List<byte[]>> frames = Objects.requireNonNull(hub.session(
                        "w1",
                        Framing.NDJSON,
                        from,
                        last -> {
                            snapshots++;
                            return Mono.just("{\"snapshot\":true}".getBytes(StandardCharsets.UTF_8));
                        },
                        end)
                .block());
        frames.subscribe(reader);
        return reader;
    }

    private void tell(long seq, String kind) {
        hub.offer(
                new WatchEvent("w1", "default", seq, kind, ("{\"seq\":" + seq + "}").getBytes(StandardCharsets.UTF_8)));
        clock.advanceTimeBy(Duration.ofMillis(10));
    }

    @Test
    void readersThatStallAreSkippedAheadAndToldAndNobodyWaitsForThem() {
        tell(1, "frame");
        List<Reader> quick = new ArrayList<>();
        List<Reader> stalled = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Reader reader = reader(null, null);
            if (i % 10 == 0) {
                reader.request(1); // the snapshot, and then nothing for a long time
                stalled.add(reader);
            } else {
                reader.request(Long.MAX_VALUE);
                quick.add(reader);
            }
        }
        for (int seq = 2; seq <= 50; seq++) {
            tell(seq, "frame");
        }
        clock.advanceTimeBy(TOGETHER);
        assertThat(quick).allSatisfy(reader -> {
            assertThat(reader.count("\"event\":\"frame\"")).isEqualTo(49);
            assertThat(reader.count("skipped")).isZero();
        });
        assertThat(stalled)
                .allSatisfy(reader ->
                        assertThat(reader.count("\"event\":\"frame\"")).isZero());
        stalled.forEach(reader -> reader.request(Long.MAX_VALUE));
        tell(51, "frame");
        clock.advanceTimeBy(TOGETHER);
        assertThat(stalled).allSatisfy(reader -> {
            assertThat(reader.count("\"event\":\"skipped\"")).isEqualTo(1);
            assertThat(reader.count("snapshot\":true")).isEqualTo(2);
            assertThat(reader.lines.getLast()).contains("\"seq\":51");
        });
        assertThat(meters.counter("tidegate.health.readers.skipped").count()).isEqualTo(50);
        assertThat(meters.get("tidegate.health.readers").gauge().value()).isEqualTo(500);
    }

    @Test
    void aReaderThatComesBackGoesOnWhereItWas() {
        for (int seq = 1; seq <= 6; seq++) {
            tell(seq, "frame");
        }
        tell(6, "frame"); // comes again by the topic
        Reader reader = reader(Position.parse("0.4"), null);
        reader.request(Long.MAX_VALUE);
        assertThat(reader.lines).hasSize(2);
        assertThat(reader.lines.getFirst()).contains("\"id\":\"0.5\"");
        assertThat(snapshots).isZero();
        tell(10_007, "frame"); // another gateway took over
        assertThat(reader.lines).hasSize(3);
        Reader tooLate = reader(Position.parse("0.1"), null);
        tooLate.request(Long.MAX_VALUE);
        assertThat(tooLate.lines).hasSize(6);
        for (int seq = 10_008; seq < 10_020; seq++) {
            tell(seq, "frame");
        }
        Reader lost = reader(Position.parse("0.3"), null);
        lost.request(Long.MAX_VALUE);
        assertThat(lost.lines.getFirst()).contains("skipped");
    }

    @Test
    void afterARestartAReaderIsToldThatFramesAreMissing() {
        tell(10_001, "frame");
        Reader reader = reader(Position.parse("0.57"), null);
        reader.request(Long.MAX_VALUE);
        assertThat(reader.lines.getFirst()).contains("skipped");
        assertThat(reader.lines.get(1)).contains("snapshot");
    }

    @Test
    void theStreamEndsWhenTheWatchIsClosed() {
        tell(1, "frame");
        Reader reader = reader(null, null);
        reader.request(Long.MAX_VALUE);
        tell(2, "closed");
        assertThat(reader.done).isTrue();
        assertThat(reader.lines.getLast()).contains("closed");
        Reader later = reader(null, Position.parse("0.9"));
        later.request(Long.MAX_VALUE);
        assertThat(later.done).isTrue();
        assertThat(later.lines).hasSize(1);
        assertThat(meters.get("tidegate.health.readers").gauge().value()).isZero();
    }

    @Test
    void aRingKnowsWhatItOccupies() {
        for (int seq = 1; seq <= 100; seq++) {
            tell(seq, "frame");
        }
        double bytes = meters.get("tidegate.health.frames.bytes").gauge().value();
        assertThat(bytes).isBetween(KEPT * 9.0, KEPT * 12.0);
        assertThat(new String(Objects.requireNonNull(hub.lastFrame("w1")), StandardCharsets.UTF_8))
                .contains("100");
    }
}
