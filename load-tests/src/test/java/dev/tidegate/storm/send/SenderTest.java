package dev.tidegate.storm.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.storm.timeline.Notifier;
import dev.tidegate.storm.timeline.StampClock;
import dev.tidegate.storm.timeline.StormSpec;
import dev.tidegate.storm.timeline.Timeline;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SenderTest {
    private static final double RATE = 100_000;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    private final Timeline storm = Timeline.of(new StormSpec(50, 4, Optional.empty(), 3_000));
    private final Meter meter = new Meter();
    private final Ledger ledger = new Ledger(storm.episodes().size());

    private void send(FakeServer server, Optional<String> token) throws Exception {
        try (Doorway doorway = new Doorway(server.uri(), token)) {
            Notifier batches = new Notifier(storm, 4, StampClock.paced(Instant.now(), RATE));
            new Sender(doorway, 4, meter, ledger).send(batches, RATE, LONG_ENOUGH);
        }
    }

    @Test
    void nothing_is_lost_when_the_server_puts_requests_off() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.putOffEvery(7);
            send(server, Optional.empty());

            assertThat(meter.retries()).isPositive();
            assertThat(meter.accepted()).isEqualTo(meter.sent()).isEqualTo(server.alerts());
            assertThat(ledger.distinct()).isEqualTo(storm.episodes().size());
            assertThat(server.fingerprints()).isEqualTo(FakeServer.fingerprints(storm));
            assertThat(server.mostAtOnce()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void gives_the_token_as_bearer() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            send(server, Optional.of("secret"));
            assertThat(server.lastAuthorization()).isEqualTo("Bearer secret");
        }
    }

    @Test
    void stops_when_the_server_does_not_let_it_in() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.answerAlways(401);
            assertThatThrownBy(() -> send(server, Optional.empty()))
                    .isInstanceOf(StormStopped.class)
                    .hasMessageContaining("does not let us in (401)")
                    .hasMessageContaining("--token");
        }
    }

    @Test
    void counts_what_is_refused_and_keeps_it_out_of_the_truth() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.answerAlways(400);
            send(server, Optional.empty());
            assertThat(meter.refused()).isEqualTo(meter.sent()).isPositive();
            assertThat(meter.firstRefusal()).startsWith("400");
            assertThat(ledger.distinct()).isZero();
        }
    }

    @Test
    void ends_when_the_duration_is_over() throws Exception {
        try (FakeServer server = FakeServer.start();
                Doorway doorway = new Doorway(server.uri(), Optional.empty())) {
            Notifier batches = new Notifier(storm, 4, StampClock.paced(Instant.now(), 3_000));
            new Sender(doorway, 4, meter, ledger).send(batches, 3_000, Duration.ofMillis(300));
            assertThat(meter.accepted()).isBetween(800L, 1_000L);
        }
    }

    @Test
    void says_plainly_that_nobody_is_there() {
        try (Doorway doorway = new Doorway(URI.create("http://127.0.0.1:1"), Optional.empty())) {
            assertThatThrownBy(doorway::knock)
                    .isInstanceOf(StormStopped.class)
                    .hasMessage("Cannot reach http://127.0.0.1:1 (Connection refused). Is the server running?");
        }
    }
}
