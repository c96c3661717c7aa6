package dev.tidegate.rollout.flow;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.rollout.FreshDatabase;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutStore;
import dev.tidegate.rollout.flow.Wire.Fate;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.WaveSize;
import dev.tidegate.rollout.remote.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Each statement that rollouts send to a real PostgreSQL fails once at each step of a whole rollout: its connection is cut
 * before it arrives, or when it has been carried out and nobody hears so.
 */
class StatementsTest {
    private static final Logger LOG = LoggerFactory.getLogger(StatementsTest.class);
    private static final String ID = "r1";
    private static final List<String> NODES = List.of("n00", "n01", "n02");
    private static final PlanSpec PLAN = new PlanSpec.Steps(List.of(new WaveSize.Count(1), new WaveSize.Rest()));
    private static final Duration MOMENT = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final PostgresConnection place = FreshDatabase.place();
    private final Database direct = new Database(FreshDatabase.connections(place, place.port()));
    private final R2dbcRolloutStore written = new R2dbcRolloutStore(FreshDatabase.connections(place, place.port()));
    private final Scheduler clock = Schedulers.newParallel("rollouts", 1, true);
    private final Outside outside = new Outside(clock);
    private final Machines machines = new Machines(clock, NODES, Site.OLD);
    private final Disposable.Composite people = Disposables.composite();
    private final Brief brief =
            Site.brief(ID, NODES, Site.NEW, List.of(), Duration.ofMillis(100), PLAN, Map.of("n02", "galera"));

    /** How a rollout goes. */
    enum Tale {
        /** Its last wave is unhealthy. */
        BAD,
        /** All is well, and a person takes it back when it is done. */
        REGRETTED
    }

    /** Each cut is told with all that was called; these are hundreds. */
    private static void hush(boolean quiet) {
        if (LoggerFactory.getLogger(Rollouts.class) instanceof ch.qos.logback.classic.Logger rollouts) {
            rollouts.setLevel(quiet ? Level.OFF : null);
        }
    }

    @BeforeEach
    void begin() {
        hush(true);
    }

    @AfterEach
    void end() {
        hush(false);
        people.dispose();
        clock.dispose();
    }

    /**
     * Cuts each statement once while the world outside is as it is; a commit once for each kind of events that it makes last,
     * and what every transaction has besides them once.
     */
    private static final class Trouble implements Wire.Fates {
        /** Events that come at any time, as often as the rollout is taken up and people say something. */
        private static final Set<String> BESIDES =
                Set.of("taken-up", "acknowledged", "monitor-came", "monitor-went", "lost", "found");

        private static final Pattern ALIKE = Pattern.compile("^BEGIN|audit|rollout_quorum (?!o on)|takes a quorum");
        private static final Pattern KIND = Pattern.compile("kind\\W+([a-z-]+)");

        private final Fate fate;
        private final Supplier<String> world;
        private final Set<String> past = ConcurrentHashMap.newKeySet();
        private final Map<Integer, String> writing = new ConcurrentHashMap<>();
        final Set<String> seen = ConcurrentHashMap.newKeySet();
        final Set<String> cut = ConcurrentHashMap.newKeySet();

        Trouble(Fate fate, Supplier<String> world) {
            this.fate = fate;
            this.world = world;
        }

        @Override
        public Fate of(int connection, String statement, String message) {
            if (statement.contains("pg_catalog.pg_type")) {
                return Fate.PASSES; // the driver's own, when it connects
            }
            seen.add(statement);
            String about = world.get();
            if (statement.contains("rollout_event (")) {
                String kinds = KIND.matcher(message)
                        .results()
                        .map((MatchResult one) -> one.group(1))
                        .filter(kind -> !BESIDES.contains(kind))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(","));
                writing.put(connection, kinds);
            } else if (statement.startsWith("COMMIT")) {
                about += writing.getOrDefault(connection, "");
            } else if (ALIKE.matcher(statement).find()) {
                about = "";
            }
            if (!past.add(statement + about)) {
                return Fate.PASSES;
            }
            cut.add(statement);
            return fate;
        }
    }

    private static RolloutSettings settings(String node, int open) {
        return new RolloutSettings(
                node,
                open,
                Duration.ofSeconds(4),
                MOMENT,
                MOMENT,
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                MOMENT,
                MOMENT.multipliedBy(5),
                MOMENT.multipliedBy(5),
                Duration.ofMillis(500));
    }

    private Rollouts gateway(RolloutSettings settings, R2dbcRolloutStore store) {
        RolloutPorts ports = new RolloutPorts(
                store,
                Map.of("salt", machines),
                outside,
                outside,
                outside,
                outside,
                outside,
                changed -> {},
                (one, failed) -> Mono.just(true));
        Rollouts rollouts = new Rollouts(settings, ports, clock, new SimpleMeterRegistry());
        rollouts.start();
        return rollouts;
    }

    private static ConnectionPool pool(ConnectionFactory connections) {
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections)
                .initialSize(0)
                .maxSize(6)
                .maxAcquireTime(Duration.ofSeconds(10))
                .build());
    }

    private String world() {
        // not what the repository was told: that is told again until it is known here that it was
        return machines.given().size() + " " + outside.everOpen.size() + " " + outside.open.size() + " ";
    }

    /** A person who is told that something failed does it again. */
    private static <T> T persistently(Supplier<Mono<T>> work) {
        return Await.value(Mono.defer(work)
                .onErrorResume(failure -> Mono.empty())
                .repeatWhenEmpty(tries -> tries.delayElements(MOMENT)));
    }

    private long number(String sql) {
        return Await.value(direct.use(connection ->
                        Database.query(connection, row -> Objects.requireNonNull(row.get("n", Long.class)), sql)))
                .getFirst();
    }

    private Mono<Rollout> rollout() {
        return written.events(ID, 0).map(events -> {
            Rollout rollout = new Rollout(brief.terms());
            events.forEach(rollout::apply);
            return rollout;
        });
    }

    private void untilOver(Phase phase) {
        Mono<Boolean> over = direct.use(connection -> Database.query(
                        connection,
                        row -> true,
                        "select 1 from rollout where id = $1 and over and phase = $2",
                        ID,
                        phase.name()))
                .map(rows -> !rows.isEmpty());
        Await.until(over, is -> is);
    }

    @Test
    void aBadOneWhoseAnswersAreLostEndsTheSame() throws IOException {
        whateverIsCutItEndsTheSame(Fate.CUT_AFTER, Tale.BAD);
    }

    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"CUT_BEFORE, BAD", "CUT_BEFORE, REGRETTED", "CUT_AFTER, REGRETTED"})
    void whateverIsCutItEndsTheSame(Fate fate, Tale tale) throws IOException {
        NODES.forEach(node -> machines.slow.put(node, MOMENT));
        machines.asked = MOMENT;
        if (tale == Tale.BAD) {
            outside.says.put(ID + ".w2", new WaveHealth.Seen(Signal.UNHEALTHY, "errors"));
        }
        Trouble trouble = new Trouble(fate, this::world);
        try (Wire wire = new Wire(place.host(), place.port(), trouble)) {
            ConnectionPool pool = pool(FreshDatabase.connections(place, wire.port()));
            R2dbcRolloutStore store = new R2dbcRolloutStore(pool);
            Rollouts here = gateway(settings("a", 10), store);
            Rollouts elsewhere = gateway(settings("b", 0), store);
            persistently(() -> here.begin(brief, new AuditEntry(Site.T0, "eva", "acme", "rollout.begun", ID, "{}")));
            people.add(elsewhere.present(ID, "mona").subscribe());
            people.add(Flux.interval(MOMENT.multipliedBy(10), clock)
                    .onBackpressureDrop()
                    .concatMap(
                            tick -> elsewhere
                                    .tell(ID, new RolloutCommand.Acknowledge("mona"))
                                    .onErrorResume(failure -> Mono.empty()),
                            0)
                    .subscribe());
            untilOver(tale == Tale.BAD ? Phase.PULLED_BACK : Phase.DONE);
            if (tale == Tale.REGRETTED) {
                Reopening reopening = new Reopening(elsewhere, store, outside, outside, InstantSource.system());
                RolloutReply reply =
                        persistently(() -> reopening.pullBack(brief, new RolloutCommand.PullBack("sue", "no")));
                assertThat(reply).isNotInstanceOf(RolloutReply.Refused.class);
                untilOver(Phase.PULLED_BACK);
            }
            people.dispose();
            Flux.merge(here.close(), elsewhere.close())
                    .then(pool.disposeLater())
                    .block(PATIENCE);
        }
        ended();
        assertThat(trouble.cut).as("each was cut").isEqualTo(trouble.seen).hasSizeGreaterThan(15);
        LOG.info("{}, {}: {} cuts of {} statements", fate, tale, trouble.past.size(), trouble.cut.size());
    }

    private void ended() {
        Rollout rollout = Await.value(rollout());
        for (String node : NODES) {
            for (Direction direction : Direction.values()) {
                assertThat(machines.timesTold(direction == Direction.FORWARD, node))
                        .as(node)
                        .isEqualTo(1);
                assertThat(rollout.node(direction, node)).contains(NodeState.PROVEN);
            }
            assertThat(machines.has(node)).isEqualTo(Site.OLD);
        }
        assertThat(outside.open.keySet()).noneMatch(watch -> watch.contains(".w"));
        long events = number("select count(*) as n from rollout_event");
        assertThat(number("select seq as n from rollout")).isEqualTo(events);
        assertThat(number("select count(*) as n from audit")).isEqualTo(events + 1);
        assertThat(number("select count(*) as n from pg_locks l join pg_stat_activity a using (pid)"
                        + " where a.state = 'idle in transaction' and a.datname = current_database()"))
                .as("locks that stay")
                .isZero();
    }
}
