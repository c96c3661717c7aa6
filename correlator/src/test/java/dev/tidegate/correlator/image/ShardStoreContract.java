package dev.tidegate.correlator.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidegate.correlator.image.ShardStore.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What every shard store does, whatever it keeps shards in. */
public abstract class ShardStoreContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    protected abstract ShardStore store();

    @Test
    void a_new_partition_is_empty() {
        Claim claim = claimed(0, "a");

        ShardImage image = got(store().load(claim));

        assertThat(image).isEqualTo(ShardImage.empty(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void what_was_committed_is_loaded(long seed) {
        Claim claim = claimed(1, "a");
        Changes changes = new Images(seed).changes(1, 17, 0, 40);

        ShardStore.Committed committed = got(store().commit(claim, changes));
        ShardImage image = got(store().load(claim));

        assertThat(committed.nextOffset()).isEqualTo(17);
        assertThat(image.nextOffset()).isEqualTo(changes.nextOffset());
        assertThat(image.clock()).isEqualTo(changes.clock());
        assertThat(image.eventSeq()).isEqualTo(changes.eventSeq());
        assertThat(image.policy()).isEqualTo(changes.policy());
        assertThat(image.scopes()).isEqualTo(changes.scopes());
        assertThat(image.alerts()).containsExactlyInAnyOrderElementsOf(changes.alerts());
        assertThat(image.incidents()).containsExactlyInAnyOrderElementsOf(changes.incidents());
        assertThat(image.members()).containsExactlyInAnyOrderElementsOf(changes.members());
        assertThat(image.silences()).containsExactlyInAnyOrderElementsOf(changes.silences());
    }

    @Test
    void a_second_commit_replaces_rows_and_removes_what_is_gone() {
        Claim claim = claimed(2, "a");
        Images images = new Images(99);
        Changes first = images.changes(2, 5, 0, 10);
        got(store().commit(claim, first));
        AlertImage gone = first.alerts().getFirst();
        Changes second = new Changes(
                2,
                9,
                first.clock(),
                first.eventSeq(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(new Changes.AlertKey(gone.tenant(), gone.fingerprint())),
                List.of(),
                List.of(),
                List.of(),
                List.of(first.silences().getFirst().id()),
                List.of());

        got(store().commit(claim, second));

        ShardImage image = got(store().load(claim));
        assertThat(image.alerts()).hasSize(9).doesNotContain(gone);
        assertThat(image.silences()).doesNotContain(first.silences().getFirst());
        assertThat(image.policy()).isEqualTo(first.policy());
        assertThat(image.scopes()).isEmpty();
        assertThat(image.untold()).isEmpty();
    }

    @Test
    void closed_incidents_are_kept_but_not_loaded() {
        Claim claim = claimed(3, "a");
        IncidentImage open = new Images(4).incident("x-1");
        IncidentImage closed = withState(open, IncidentState.CLOSED);

        got(store().commit(claim, only(3, 1, List.of(closed))));

        assertThat(got(store().load(claim)).incidents()).isEmpty();
    }

    @Test
    void a_held_partition_cannot_be_claimed_by_another() {
        claimed(4, "a");

        assertThat(store().claim(4, "b", LEASE).blockOptional(PATIENCE)).isEmpty();
    }

    @Test
    void an_owner_that_comes_back_has_its_partition_at_once() {
        Claim first = claimed(5, "a");
        Claim second = claimed(5, "a");

        assertThat(second.epoch()).isGreaterThan(first.epoch());
    }

    @Test
    void a_commit_of_a_former_owner_fails_as_a_whole() {
        Claim former = claimed(6, "a", Duration.ofMillis(1));
        Claim newer = claimedSoon(6, "b");
        Changes late = new Images(5).changes(6, 44, 0, 20);

        assertThatExceptionOfType(FencedException.class)
                .isThrownBy(() -> got(store().commit(former, late)))
                .withMessageContaining("partition 6");
        assertThatExceptionOfType(FencedException.class).isThrownBy(() -> got(store().load(former)));
        assertThat(got(store().load(newer))).isEqualTo(ShardImage.empty(6));
    }

    @Test
    void batches_larger_than_a_statement_arrive_whole() {
        Claim claim = claimed(7, "a");
        Changes changes = new Images(6).changes(7, 1, 0, 5_000);

        got(store().commit(claim, changes));

        assertThat(got(store().load(claim)).alerts())
                .isEqualTo(changes.alerts().stream()
                        .sorted(Comparator.comparing(AlertImage::tenant, ShardStoreContract::byBytes)
                                .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint(), b.fingerprint())))
                        .toList());
    }

    private static int byBytes(String a, String b) {
        return java.util.Arrays.compareUnsigned(
                a.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                b.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static Changes only(int partition, long nextOffset, List<IncidentImage> incidents) {
        return new Changes(
                partition,
                nextOffset,
                Instant.EPOCH,
                0,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                incidents,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static IncidentImage withState(IncidentImage i, IncidentState state) {
        return new IncidentImage(
                i.id(),
                i.tenant(),
                i.site(),
                i.number(),
                state,
                i.severity(),
                i.title(),
                i.head(),
                i.storm(),
                i.openedAt(),
                i.updatedAt(),
                i.acknowledgedAt(),
                i.acknowledgedBy(),
                i.resolvedAt(),
                i.resolvedBy(),
                i.closedAt(),
                i.mergedInto(),
                i.alertCount(),
                i.firingCount(),
                i.nodeCount(),
                i.nodes(),
                i.causes(),
                i.opened(),
                i.barred(),
                i.version());
    }

    private Claim claimed(int partition, String owner) {
        return claimed(partition, owner, LEASE);
    }

    private Claim claimed(int partition, String owner, Duration lease) {
        return got(store().claim(partition, owner, lease));
    }

    private Claim claimedSoon(int partition, String owner) {
        return got(Mono.defer(() -> store().claim(partition, owner, LEASE))
                .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(10))));
    }

    protected static <T> T got(Mono<T> mono) {
        Optional<T> value = mono.blockOptional(PATIENCE);
        assertThat(value).isPresent();
        return value.orElseThrow();
    }
}
