package dev.tidegate.health.watch.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.Examples;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.WatchLostException;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchRow;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore.Claimed;
import dev.tidegate.health.watch.WatchStore.Ended;
import dev.tidegate.health.watch.WatchStore.Hold;
import dev.tidegate.health.watch.WatchStore.Renewal;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Watches in a real database. */
class R2dbcWatchStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static R2dbcWatchStore store = new R2dbcWatchStore(nowhere());
    private static R2dbcWatchReads reads = new R2dbcWatchReads(nowhere());

    private static ConnectionFactory nowhere() {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .username("nobody")
                .build());
    }

    @BeforeAll
    static void migrate() {
        PostgresConnection at = SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
        ConnectionFactory connections = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(at.port())
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
        store = new R2dbcWatchStore(connections);
        reads = new R2dbcWatchReads(connections);
    }

    private static <T> T get(Mono<T> mono) {
        T value = mono.block(PATIENCE);
        assertThat(value).isNotNull();
        return java.util.Objects.requireNonNull(value);
    }

    private static WatchSpec spec(String tenant, String id, int second) {
        Instant at = Examples.T0.plusSeconds(second);
        return new WatchSpec(id, tenant, "näme", "signals: []", Examples.COHORT, at, at.plusSeconds(60), "ann", at);
    }

    private static Decision decision(long number, Verdict verdict) {
        Instant at = Examples.T0.plusSeconds(number);
        return new Decision(number, at, verdict, new Judgement(at, 1, 0, verdict, List.of()));
    }

    @Test
    void aLeaseIsHeldUntilItEndsAndTheFormerOwnerCanWriteNoMore() {
        assertThat(get(store.open(spec("lease", "w1", 0), "a", LONG, 100))).isTrue();
        assertThat(get(store.open(spec("lease", "w1", 0), "b", LONG, 100))).isFalse();
        Hold mine = new Hold("w1", 1);
        Verdict bad = new Verdict.Unhealthy("latency", Verdict.Cause.LIMIT, "above 10");
        assertThat(get(store.decided(mine, Examples.T0, decision(1, bad), "{\"x\":1}")))
                .isEqualTo(1);
        assertThat(get(store.decided(mine, Examples.T0, decision(1, bad), "{\"x\":2}")))
                .isEqualTo(1);
        assertThat(get(store.claim("b", LONG, 100, List.of(), 10))).isEmpty();
        assertThat(get(store.renew(List.of(new Renewal(mine, 150)), Duration.ZERO)))
                .isEmpty();
        List<Claimed> claimed = get(store.claim("b", LONG, 100, List.of(), 10));
        assertThat(claimed).hasSize(1);
        assertThat(claimed.getFirst().hold()).isEqualTo(new Hold("w1", 2));
        assertThat(claimed.getFirst().seq()).isEqualTo(150);
        assertThat(claimed.getFirst().spec()).isEqualTo(spec("lease", "w1", 0));
        assertThat(claimed.getFirst().latest()).isEqualTo(new Decision.Known(1, Examples.T0.plusSeconds(1), bad));
        StepVerifier.create(store.decided(mine, Examples.T0, decision(2, bad), "{}"))
                .expectError(WatchLostException.class)
                .verify(PATIENCE);
        assertThat(get(store.renew(List.of(new Renewal(mine, 150)), LONG)))
                .containsExactly(new Ended(mine, null, null));
        List<VerdictRow> kept = get(reads.verdicts("w1", 0, 10).collectList());
        assertThat(kept).hasSize(1);
        assertThat(kept.getFirst().report()).isEqualTo("{\"x\": 1}");
        assertThat(get(store.close("w1", "lease", "bob", "done", Examples.T0))).isTrue();
        assertThat(get(store.close("w1", "lease", "bob", "done", Examples.T0))).isFalse();
        assertThat(get(store.renew(List.of(new Renewal(new Hold("w1", 2), 1)), LONG)))
                .containsExactly(new Ended(new Hold("w1", 2), "bob", "done"));
    }

    @Test
    void theSameNameGetsItsWatchesBackAtOnceAndWhatIsReleasedIsFree() {
        get(store.open(spec("name", "w2", 0), "c", LONG, 100));
        assertThat(get(store.claim("c", LONG, 100, List.of("w2"), 10))).isEmpty();
        Hold again = get(store.claim("c", LONG, 100, List.of(), 10)).getFirst().hold();
        assertThat(again.epoch()).isEqualTo(2);
        assertThat(get(store.release(again, 42))).isTrue();
        Claimed other = get(store.claim("d", LONG, 100, List.of(), 10)).stream()
                .filter(one -> one.spec().id().equals("w2"))
                .findFirst()
                .orElseThrow();
        assertThat(other.seq()).isEqualTo(42);
        get(store.close("w2", "name", "bob", "done", Examples.T0));
    }

    @Test
    void watchesAreListedNewestFirstAndFiltered() {
        for (int i = 0; i < 5; i++) {
            get(store.open(spec("list", "l" + i, i), "e", LONG, 100));
        }
        get(store.decided(new Hold("l3", 1), Examples.T0, decision(1, new Verdict.Healthy("fine")), "{}"));
        get(store.close("l4", "list", "bob", "done", Examples.T0));
        assertThat(ids(Set.of(), Set.of(), null, 3)).containsExactly("l4", "l3", "l2");
        assertThat(ids(Set.of(), Set.of(), new WatchReads.After(Examples.T0.plusSeconds(2), "l2"), 3))
                .containsExactly("l1", "l0");
        assertThat(ids(Set.of("open"), Set.of("healthy"), null, 3)).containsExactly("l3");
        assertThat(ids(Set.of("closed"), Set.of("none"), null, 3)).containsExactly("l4");
        WatchRow one = get(reads.watch("list", "l3"));
        assertThat(one.open()).isTrue();
        assertThat(one.latest()).isNotNull();
        assertThat(reads.watch("other", "l3").blockOptional(PATIENCE)).isEmpty();
        for (int i = 0; i < 4; i++) {
            get(store.close("l" + i, "list", "bob", "done", Examples.T0));
        }
    }

    private static List<String> ids(
            Set<String> states,
            Set<String> verdicts,
            WatchReads.@org.jspecify.annotations.Nullable After after,
            int n) {
        return get(reads.watches(new WatchReads.Query("list", states, verdicts), after, n)
                .map(row -> row.spec().id())
                .collectList());
    }
}
