package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.FreshDatabase;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.flow.AuditReader;
import dev.tidegate.rollout.audit.r2dbc.R2dbcAuditReads;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutStore;
import dev.tidegate.rollout.flow.Cuts.How;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Rollouts kept in a real PostgreSQL whose every statement fails at every step: ends as if none had. The rollout's time is
 * the test's and goes on when the database has answered.
 */
@Tag("slow")
class StatementsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NODES = 6;
    private static final int STEPS = 20_000;
    private static final ConnectionFactory DATABASE = FreshDatabase.make();

    /** What came of it. */
    private record Ended(Site site, Rollout rollout, int failures) {
        Map<Boolean, List<Integer>> told() {
            return Map.of(true, told(true), false, told(false));
        }

        private List<Integer> told(boolean forward) {
            return site.names.stream()
                    .map(node -> site.machines.timesTold(forward, node))
                    .toList();
        }

        List<String> nodes() {
            return site.names.stream()
                    .map(node -> node + " " + rollout.node(Direction.FORWARD, node) + " "
                            + rollout.node(Direction.BACK, node) + " " + site.machines.has(node))
                    .toList();
        }
    }

    /** One history; the second wave is bad when it is told so. */
    private static Ended run(String id, How how, boolean bad) {
        Site site = new Site(NODES);
        if (bad) {
            site.outside.says.put(id + ".w2", new WaveHealth.Seen(Signal.UNHEALTHY, "errors"));
        }
        Cuts cuts = new Cuts(how, DATABASE);
        ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration.builder(cuts.connections())
                .maxSize(6)
                .build());
        AtomicInteger underWay = new AtomicInteger();
        AtomicBoolean ending = new AtomicBoolean();
        RolloutStore store = Cuts.counted(RolloutStore.class, new R2dbcRolloutStore(pool), underWay, underWay);
        Rollouts here = gateway(site, "a", store, ending);
        Rollouts elsewhere = gateway(site, "b", store, ending); // only asks
        here.start();
        Disposable people = people(site, id, here, elsewhere);
        RolloutStore plain = new R2dbcRolloutStore(DATABASE);
        boolean over = false;
        for (int i = 0; i < STEPS && !over; i++) {
            site.clock.advanceTimeBy(Duration.ofMillis(100));
            await(underWay);
            over = ending.get() && over(id);
        }
        people.dispose();
        Disposable closed = here.close().subscribe();
        site.clock.advanceTimeBy(Duration.ofSeconds(3));
        await(underWay);
        closed.dispose();
        pool.disposeLater().block(PATIENCE);
        assertThat(over).as("it never ended").isTrue();
        Rollout rollout = new Rollout(site.brief(id, List.of()).terms());
        Objects.requireNonNull(plain.events(id, 0).block(PATIENCE)).forEach(rollout::apply);
        return new Ended(site, rollout, cuts.failed());
    }

    private static Rollouts gateway(Site site, String node, RolloutStore store, AtomicBoolean ending) {
        RolloutPorts ports = new RolloutPorts(
                store,
                Map.of("salt", site.machines),
                site.outside,
                site.outside,
                site.outside,
                site.outside,
                site.outside,
                changed -> {},
                (brief, failed) -> Mono.fromSupplier(() -> {
                    ending.set(true);
                    return true;
                }));
        return new Rollouts(RolloutSettings.of(node), ports, site.clock, site.meters);
    }

    /** Eva begins until it has begun; Mona watches here, and says so at another gateway again and again. */
    private static Disposable people(Site site, String id, Rollouts here, Rollouts elsewhere) {
        Brief brief = site.brief(id, List.of());
        AuditEntry entry = new AuditEntry(Site.T0, "eva", "acme", "rollout.begun", id, "{}");
        Disposable.Composite people = Disposables.composite();
        people.add(here.begin(brief, entry)
                .retryWhen(Retry.fixedDelay(100, Duration.ofSeconds(1)).scheduler(site.clock))
                .subscribe());
        people.add(here.present(id, "mona").subscribe());
        people.add(Flux.interval(Duration.ofSeconds(3), Duration.ofSeconds(10), site.clock)
                .onBackpressureDrop()
                .concatMap(tick -> elsewhere
                        .tell(id, new RolloutCommand.Acknowledge("mona"))
                        .onErrorResume(failure -> Mono.empty()))
                .subscribe());
        return people;
    }

    private static void await(AtomicInteger underWay) {
        long patience = PATIENCE.toMillis();
        synchronized (underWay) {
            while (underWay.get() > 0 && patience > 0) {
                try {
                    underWay.wait(100);
                    patience -= 100;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }
        assertThat(underWay).as("the database does not answer").hasValue(0);
    }

    private static boolean over(String id) {
        return Objects.requireNonNull(new Database(DATABASE)
                        .use(connection -> Database.query(
                                connection,
                                row -> Objects.requireNonNull(row.get("over", Boolean.class)),
                                "select over from rollout where id = $1",
                                id))
                        .block(PATIENCE))
                .contains(true);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NEVER")
    void aBadWaveGoesBackAllTheSame(How how) {
        same(run("bad." + how, how, true), run("bad.calm." + how, How.NEVER, true), Phase.PULLED_BACK);
    }

    @Test
    void aGoodOneEndsAllTheSame() {
        same(run("good.cut", How.CUT, false), run("good.calm", How.NEVER, false), Phase.DONE);
    }

    private static void same(Ended stormy, Ended calm, Phase end) {
        assertThat(calm.failures()).isZero();
        assertThat(stormy.failures()).as("statements that failed").isGreaterThan(100);
        assertThat(stormy.rollout().phase()).isEqualTo(calm.rollout().phase()).isEqualTo(end);
        assertThat(stormy.told()).isEqualTo(calm.told());
        assertThat(stormy.told().values()).allSatisfy(times -> assertThat(times).allMatch(one -> one <= 1));
        assertThat(stormy.nodes()).isEqualTo(calm.nodes());
        assertThat(stormy.site().outside.open.keySet()).isEmpty();
    }

    @AfterAll
    static void whatIsWrittenDownIsWhole() {
        Database database = new Database(DATABASE);
        assertThat(database.use(connection -> Database.query(
                                connection, row -> Objects.requireNonNull(row.get("id", String.class)), """
                                select r.id as id from rollout r join rollout_event e on e.rollout = r.id
                                 group by r.id, r.seq having count(*) <> r.seq or max(e.seq) <> r.seq\
                                """))
                        .block(PATIENCE))
                .as("rollouts with a gap among their facts")
                .isEmpty();
        assertThat(new AuditReader(new R2dbcAuditReads(DATABASE)).verify("").block(PATIENCE))
                .satisfies(walk ->
                        assertThat(Objects.requireNonNull(walk).problem()).isEmpty());
    }
}
