package dev.tidegate.rollout.review.gerrit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.remote.Await;
import dev.tidegate.rollout.remote.FakeServer;
import dev.tidegate.rollout.remote.FakeServer.Reply;
import dev.tidegate.rollout.remote.Recorded;
import dev.tidegate.rollout.review.ReviewFeed.Moved;
import dev.tidegate.rollout.review.ReviewFeed.Standing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Events as they were recorded say where to look; what Gerrit answers is what counts. */
class GerritFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String REVISION = "b6605b1cded0fdb052c0bc51bd4b426454c8945f";
    private static final Reply OPEN = Recorded.read("gerrit/03-query").reply();
    private static final Reply READY = with("\"submittable\":false", "\"submittable\":true");
    private static final Reply MERGED = with("\"status\":\"NEW\"", "\"status\":\"MERGED\"");
    private static final List<String> EVENTS =
            Recorded.text("gerrit/stream-events.jsonl").lines().toList();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private final FakeServer server = new FakeServer(asked -> OPEN);

    @AfterEach
    void close() {
        server.close();
        clock.dispose();
    }

    private static Reply with(String text, String other) {
        return new Reply(OPEN.status(), OPEN.type(), OPEN.body().replace(text, other));
    }

    private Flux<Moved> feed(Flux<String> events) {
        GerritSettings settings = new GerritSettings(server.server(), "evt", Path.of("none"));
        return new GerritFeed(settings, events, Duration.ofMinutes(1), clock, meters).moved();
    }

    private static Moved moved(Standing standing) {
        return new Moved("fake", 1, 1, REVISION, standing);
    }

    @Test
    void recordedEventsNameTheirChange() {
        assertThat(EVENTS.stream().flatMap(line -> GerritEvents.change(line, "evt").stream()))
                .containsExactly(1, 1, 1, 2);
        assertThat(EVENTS.stream().flatMap(line -> GerritEvents.change(line, "other").stream()))
                .isEmpty();
        assertThat(GerritEvents.change("{\"type\":", "evt")).isEmpty();
    }

    @Test
    void anEventIsLookedAfterAtOnce() {
        Sinks.Many<String> events = Sinks.many().unicast().onBackpressureBuffer();
        StepVerifier.create(feed(events.asFlux()))
                .then(clock::advanceTime)
                .expectNext(moved(Standing.OPEN))
                .then(() -> server.behave(asked -> READY))
                .then(() -> EVENTS.forEach(events::tryEmitNext))
                .expectNext(moved(Standing.SUBMITTABLE))
                .thenCancel()
                .verify(PATIENCE);
        assertThat(server.asked().get(1).line()).startsWith("GET /changes/?q=change%3A1+project%3Aevt&n=500");
    }

    @Test
    void whatNoEventToldIsFoundByLookingAgain() {
        StepVerifier.create(feed(Flux.error(new IllegalStateException("no stream"))))
                .then(clock::advanceTime)
                .expectNext(moved(Standing.OPEN))
                .then(() -> server.behave(asked -> MERGED))
                .then(() -> clock.advanceTimeBy(Duration.ofMinutes(1)))
                .expectNext(moved(Standing.MERGED))
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void aLookThatFailsIsCountedAndAskedAgain() {
        server.behave(asked -> new Reply(503, "text/plain", "down"));
        StepVerifier.create(feed(Flux.never()))
                .then(clock::advanceTime)
                .then(() -> Await.until(Mono.fromSupplier(this::failures), count -> count > 0))
                .then(() -> server.behave(asked -> OPEN))
                .then(() -> clock.advanceTimeBy(Duration.ofMinutes(1)))
                .expectNext(moved(Standing.OPEN))
                .thenCancel()
                .verify(PATIENCE);
        assertThat(failures()).isOne();
    }

    private double failures() {
        return meters.get("tidegate.review.feed.failures").counter().count();
    }
}
