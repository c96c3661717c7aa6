package dev.tidegate.correlator.image.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.FencedException;
import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.image.Retention;
import dev.tidegate.correlator.image.ShardStore.Claim;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class R2dbcRetentionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Retention.Keep KEEP = new Retention.Keep(Duration.ofDays(90), Duration.ofHours(24), 100);

    private R2dbcShardStore store;
    private R2dbcOutbox outbox;
    private R2dbcRetention retention;
    private Claim claim;

    @BeforeEach
    void open() {
        ConnectionFactory connections = TestDatabase.connections(TestDatabase.migrated());
        store = new R2dbcShardStore(connections);
        outbox = new R2dbcOutbox(connections);
        retention = new R2dbcRetention(connections);
        claim = got(store.claim(0, "a", Duration.ofMinutes(1)));
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        commit(
                event(1, now.minus(Duration.ofDays(100)), "incident.opened"),
                event(2, now.minus(Duration.ofDays(99)), "alert.firing"),
                event(3, now.minus(Duration.ofDays(2)), "incident.resolved"),
                event(4, now.minus(Duration.ofDays(2)), "alert.resolved"),
                event(5, now, "alert.firing"));
    }

    @Test
    void what_is_not_published_stays() {
        assertThat(got(retention.sweep(0, KEEP))).isEqualTo(new Retention.Swept(0, 0, 0));

        assertThat(pending(10)).extracting(PublishedEvent::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(pending(2)).extracting(PublishedEvent::seq).containsExactly(1L, 2L);
    }

    @Test
    void what_is_published_and_old_goes_by_its_kind() {
        got(outbox.relayed(claim, 5));
        assertThat(pending(10)).isEmpty();

        assertThat(got(retention.sweep(0, KEEP))).isEqualTo(new Retention.Swept(0, 0, 2));

        assertThat(got(retention.sweep(0, KEEP))).isEqualTo(new Retention.Swept(0, 0, 0));
    }

    @Test
    void a_former_owner_cannot_move_the_outbox_on() {
        got(store.claim(0, "a", Duration.ofMinutes(1)));

        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> got(outbox.relayed(claim, 3)));
    }

    @Test
    void offsets_are_known_for_shards_that_nobody_had_too() {
        assertThat(got(outbox.nextOffsets(3))).containsExactly(7L, 0L, 0L);
    }

    private List<PublishedEvent> pending(int limit) {
        return got(outbox.pending(claim, limit));
    }

    private void commit(EventImage... events) {
        got(store.commit(
                claim,
                new Changes(
                        0,
                        7,
                        Instant.EPOCH,
                        events.length,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(events))));
    }

    private static EventImage event(long seq, Instant at, String kind) {
        return new EventImage(seq, at, kind, "default", "", null, null, "tidegate", null, Map.of());
    }

    private static <T> T got(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }
}
