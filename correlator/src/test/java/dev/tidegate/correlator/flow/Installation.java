package dev.tidegate.correlator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.image.r2dbc.R2dbcLeases;
import dev.tidegate.correlator.image.r2dbc.R2dbcOutbox;
import dev.tidegate.correlator.image.r2dbc.R2dbcRetention;
import dev.tidegate.correlator.image.r2dbc.R2dbcShardStore;
import dev.tidegate.correlator.image.r2dbc.TestDatabase;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One log and one database, with correlators to put on them. Waits for conditions, never for time. */
final class Installation implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern OFFSET = Pattern.compile("\"offset\":\"(\\d+)\"");

    final KafkaLog kafka;
    final ConnectionPool pool;
    private final CorrelatorPorts ports;
    private final List<Correlator> correlators = new ArrayList<>();

    Installation(KafkaLogSettings settings, PostgresConnection database) {
        kafka = Objects.requireNonNull(
                KafkaLog.open(settings, new SimpleMeterRegistry()).block(PATIENCE));
        pool = new ConnectionPool(ConnectionPoolConfiguration.builder(TestDatabase.connections(database))
                .maxSize(12)
                .maxAcquireTime(Duration.ofSeconds(5))
                .validationQuery("select 1")
                .build());
        R2dbcOutbox outbox = new R2dbcOutbox(pool);
        ports = new CorrelatorPorts(
                kafka.log(),
                new JsonCommands(),
                new R2dbcShardStore(pool),
                new R2dbcLeases(pool),
                outbox,
                outbox,
                new R2dbcRetention(pool),
                kafka.publisher());
    }

    /** A correlator that keeps a journal. */
    Correlator start(String node, boolean ticking) {
        return started(new Correlator(
                settings(node, Policy.DEFAULT),
                ports,
                image -> new JournalCore(image, ticking),
                InstantSource.system(),
                new SimpleMeterRegistry()));
    }

    /** A correlator as it ships. */
    Correlator startReal(String node) {
        return startReal(node, Policy.DEFAULT);
    }

    Correlator startReal(String node, Policy policy) {
        return started(
                new Correlator(settings(node, policy), ports, InstantSource.system(), new SimpleMeterRegistry()));
    }

    private static CorrelatorSettings settings(String node, Policy policy) {
        return CorrelatorSettings.of(node, policy).withLease(Duration.ofSeconds(4), Duration.ofMillis(200));
    }

    private Correlator started(Correlator correlator) {
        correlators.add(correlator);
        correlator.start();
        return correlator;
    }

    /** Appends so many records to each partition; all have their place when this returns. */
    void append(int each) {
        EventLog log = kafka.log();
        Flux.range(0, each)
                .concatMap(i -> Flux.range(0, log.partitions()).flatMap(p -> log.append(p, new byte[] {1, 2, 3})))
                .blockLast(PATIENCE);
    }

    void awaitApplied(Correlator correlator) {
        List<Long> last = Objects.requireNonNull(kafka.log().ends().block(PATIENCE)).stream()
                .map(end -> end - 1)
                .toList();
        assertThat(correlator.positions().awaitApplied(last, PATIENCE).block(PATIENCE.plusSeconds(5)))
                .isTrue();
    }

    /** How many rows a query counts. */
    long count(String what) {
        return Objects.requireNonNull(Mono.usingWhen(
                        pool.create(),
                        connection -> Flux.from(connection
                                        .createStatement("select count(*) as n from " + what)
                                        .execute())
                                .flatMap(result -> result.map(row -> Objects.requireNonNull(row.get("n", Long.class))))
                                .single(),
                        Connection::close)
                .block(PATIENCE));
    }

    /** The column {@code row} of a query. */
    List<String> texts(String query) {
        return Objects.requireNonNull(Mono.usingWhen(
                        pool.create(),
                        connection -> Flux.from(
                                        connection.createStatement(query).execute())
                                .concatMap(result ->
                                        result.map(row -> Objects.requireNonNull(row.get("row", String.class))))
                                .collectList(),
                        Connection::close)
                .block(PATIENCE));
    }

    void execute(String statement) {
        Mono.usingWhen(
                        pool.create(),
                        connection -> Flux.from(
                                        connection.createStatement(statement).execute())
                                .concatMap(io.r2dbc.spi.Result::getRowsUpdated)
                                .then(),
                        Connection::close)
                .block(PATIENCE);
    }

    /** By partition, the offsets the committed events tell of, in the order of the events' numbers. */
    Map<Integer, List<Long>> journal() {
        Map<Integer, List<Long>> journal = new TreeMap<>();
        Mono.usingWhen(
                        pool.create(),
                        connection -> Flux.from(connection
                                        .createStatement(
                                                "select partition, seq, body from event order by partition, seq")
                                        .execute())
                                .flatMap(result -> result.map(row -> {
                                    List<Long> offsets = journal.computeIfAbsent(
                                            Objects.requireNonNull(row.get("partition", Integer.class)),
                                            partition -> new ArrayList<>());
                                    offsets.add(offset(Objects.requireNonNull(row.get("body", String.class))));
                                    assertThat(row.get("seq", Long.class)).isEqualTo(offsets.size());
                                    return true;
                                }))
                                .then(),
                        Connection::close)
                .block(PATIENCE);
        return journal;
    }

    /** Waits until every committed event has been published; gives the numbers by partition. */
    Map<Integer, NavigableSet<Long>> published(int total) {
        Map<Integer, NavigableSet<Long>> seen = new TreeMap<>();
        kafka.feed()
                .from(List.of(0L, 0L, 0L, 0L))
                .doOnNext(event -> note(seen, event))
                .takeUntil(event ->
                        seen.values().stream().mapToInt(NavigableSet::size).sum() == total)
                .blockLast(PATIENCE);
        return seen;
    }

    private static void note(Map<Integer, NavigableSet<Long>> seen, PublishedEvent event) {
        seen.computeIfAbsent(event.partition(), partition -> new TreeSet<>()).add(event.seq());
    }

    private static long offset(String body) {
        Matcher matcher = OFFSET.matcher(body);
        assertThat(matcher.find()).as(body).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    static void await(String what, Supplier<Boolean> condition) {
        Boolean done = Flux.interval(Duration.ofMillis(20), Schedulers.boundedElastic())
                .map(i -> condition.get())
                .filter(held -> held)
                .blockFirst(PATIENCE);
        assertThat(done).as(what).isTrue();
    }

    @Override
    public void close() {
        correlators.forEach(correlator -> correlator.close().block(PATIENCE));
        kafka.close().block(PATIENCE);
        pool.disposeLater().block(PATIENCE);
    }
}
