package dev.tidegate.correlator;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.correlator.image.r2dbc.R2dbcShardStore;
import dev.tidegate.correlator.image.r2dbc.TestDatabase;
import dev.tidegate.correlator.log.kafka.KafkaLog;
import dev.tidegate.correlator.log.kafka.KafkaLogSettings;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * How many rows a second one connection commits, and how many records a second the log takes. Run {@code main} with the
 * test class path; it prints a line per measurement and asserts nothing.
 */
public final class Throughput {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ALERTS = 100_000;
    private static final int BATCH = 5_000;

    private static Duration hereBefore = Duration.ZERO;
    private static Duration serversBefore = Duration.ZERO;

    private Throughput() {}

    public static void main(String[] args) {
        rows();
        if (args.length == 0) {
            records();
        }
        System.exit(0); // the shared servers have no other end
    }

    private static void rows() {
        R2dbcShardStore store = new R2dbcShardStore(single(TestDatabase.connections(TestDatabase.migrated())));
        ShardStore.Claim claim = Objects.requireNonNull(
                store.claim(0, "bench", Duration.ofMinutes(10)).block(PATIENCE));
        long offset = 0;
        offset = measure("new alerts", store, claim, offset, true, false);
        offset = measure("resolved alerts", store, claim, offset, false, false);
        offset = measure("firing again", store, claim, offset, true, false);
        offset = measure("resolved, with event and member each", store, claim, offset, false, true);
        measure("firing, with event and member each", store, claim, offset, true, true);
        long begin = System.nanoTime();
        int loaded = Objects.requireNonNull(store.load(claim).block(PATIENCE))
                .alerts()
                .size();
        print("loaded alerts", loaded, begin);
    }

    private static long measure(
            String what, ShardStore store, ShardStore.Claim claim, long from, boolean firing, boolean whole) {
        List<Changes> all = new ArrayList<>();
        long seq = from;
        for (int first = 0; first < ALERTS; first += BATCH) {
            all.add(changes(first, seq, firing, whole));
            seq += BATCH;
        }
        long begin = System.nanoTime();
        Flux.fromIterable(all)
                .concatMap(changes -> store.commit(claim, changes))
                .blockLast(PATIENCE);
        print(what, ALERTS, begin);
        return seq;
    }

    private static Changes changes(int first, long seq, boolean firing, boolean whole) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seq);
        List<AlertImage> alerts = new ArrayList<>();
        List<EventImage> events = new ArrayList<>();
        List<MemberImage> members = new ArrayList<>();
        for (int i = first; i < first + BATCH; i++) {
            AlertImage alert = alert(i, firing, now);
            alerts.add(alert);
            if (whole) {
                events.add(new EventImage(
                        seq + i - first + 1,
                        now,
                        "alert.firing",
                        "default",
                        "site-1",
                        "abc-1",
                        alert.fingerprint(),
                        "tidegate",
                        alert,
                        Map.of()));
                members.add(new MemberImage(
                        "abc-1",
                        "default",
                        alert.fingerprint(),
                        1,
                        now,
                        null,
                        new Reason("topology", 0.7, 0.5, Map.of("via", "rack-" + i % 40, "hops", "2"))));
            }
        }
        return new Changes(
                0,
                seq + BATCH,
                now,
                seq + BATCH,
                null,
                List.of(),
                List.of(),
                alerts,
                List.of(),
                List.of(),
                members,
                List.of(),
                List.of(),
                events);
    }

    private static AlertImage alert(int i, boolean firing, Instant now) {
        Labels labels = Labels.of(
                "alertname",
                "NovaComputeServiceDown",
                "cluster",
                "site-1",
                "host",
                "cmp" + i,
                "instance",
                "10.0." + i / 250 + "." + i % 250 + ":9100",
                "severity",
                "major",
                "service",
                "nova",
                "rack",
                "r" + i % 40);
        Labels annotations = Labels.of(
                "summary", "Nova compute service on cmp" + i + " is down",
                "description", "The nova-compute service on cmp" + i + " has not reported for at least 2 minutes.");
        return new AlertImage(
                "default",
                "site-1",
                Fingerprint.of(labels),
                "NovaComputeServiceDown",
                Severity.MAJOR,
                "cmp" + i,
                labels,
                annotations,
                "http://prometheus:9090/graph?g0.expr=up",
                "alertmanager-v2",
                firing,
                false,
                List.of(now),
                1,
                now,
                firing ? null : now,
                now,
                now,
                1,
                List.of(),
                List.of(),
                "abc-1");
    }

    private static void records() {
        SharedEmbedded shared = SharedEmbedded.get();
        String prefix = shared.freshTopicPrefix();
        KafkaLog kafka = Objects.requireNonNull(KafkaLog.open(
                        KafkaLogSettings.at(shared.kafkaClientProperties())
                                .named(prefix + "alerts", prefix + "incidents", prefix + "group"),
                        new SimpleMeterRegistry())
                .block(PATIENCE));
        byte[] record = new byte[3_000];
        Random random = new Random(1);
        for (int i = 0; i < record.length; i++) {
            record[i] = (byte) "abcdefghijklmnop".charAt(random.nextInt(16));
        }
        for (int round = 0; round < 3; round++) {
            long begin = System.nanoTime();
            int count = 200_000;
            Flux.range(0, count)
                    .flatMap(i -> kafka.log().append(i & 3, record), 4_000)
                    .blockLast(PATIENCE);
            print("records of 3 kB appended, 4,000 waiting", count, begin);
        }
        long idle = System.nanoTime();
        int one = 200;
        Flux.range(0, one).concatMap(i -> kafka.log().append(0, record)).blockLast(PATIENCE);
        print("records appended one after the other", one, idle);
        long reading = System.nanoTime();
        long read = Objects.requireNonNull(kafka.log()
                .read(1, 0)
                .map(List::size)
                .scan(0, Integer::sum)
                .takeUntil(sum -> sum >= 150_000)
                .blockLast(PATIENCE));
        print("records read", (int) read, reading);
        kafka.close().block(PATIENCE);
    }

    private static void print(String what, int count, long beginNanos) {
        double seconds = (System.nanoTime() - beginNanos) / 1e9;
        Duration here = cpu(ProcessHandle.current());
        Duration servers =
                ProcessHandle.current().descendants().map(Throughput::cpu).reduce(Duration.ZERO, Duration::plus);
        System.out.printf(
                "%-45s %,9d in %5.2f s = %,9.0f/s; processor: %4.1f us each here, %4.1f us in PostgreSQL%n",
                what,
                count,
                seconds,
                count / seconds,
                here.minus(hereBefore).toNanos() / 1e3 / count,
                servers.minus(serversBefore).toNanos() / 1e3 / count);
        hereBefore = here;
        serversBefore = servers;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Always the same connection, never closed. */
    private static ConnectionFactory single(ConnectionFactory connections) {
        Connection one = Objects.requireNonNull(
                Flux.from(connections.create()).cast(Connection.class).blockFirst(PATIENCE));
        Connection kept = (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? Flux.empty() : method.invoke(one, arguments));
        return new ConnectionFactory() {
            @Override
            public Publisher<? extends Connection> create() {
                return Flux.just(kept);
            }

            @Override
            public ConnectionFactoryMetadata getMetadata() {
                return connections.getMetadata();
            }
        };
    }
}
