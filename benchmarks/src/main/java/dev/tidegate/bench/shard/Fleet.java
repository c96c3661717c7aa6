package dev.tidegate.bench.shard;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import dev.tidegate.model.log.AlertBatchWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Alerts of a made-up fleet by number, ten a host, as rows and as records of the log. */
final class Fleet {
    static final int BATCH = 64;
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant PROMISED = START.plusSeconds(100L * 365 * 86_400);
    private static final Scope SCOPE = Scope.of("eu1");

    private Fleet() {}

    /** A record of the alerts that a function gives for 0 to 63. */
    static byte[] record(IntUnaryOperator numbers, Instant starts, @Nullable Instant ends) {
        AlertBatchWriter writer = new AlertBatchWriter(SCOPE, "alertmanager-v2", Micros.of(START));
        for (int i = 0; i < BATCH; i++) {
            int n = numbers.applyAsInt(i);
            writer.add(new Alert(labels(n), annotations(n), starts, ends == null ? PROMISED : ends, url(n)));
        }
        return writer.toRecord();
    }

    static ShardImage image(int active) {
        List<AlertImage> alerts = new ArrayList<>(active);
        for (int n = 0; n < active; n++) {
            alerts.add(row(n));
        }
        return new ShardImage(0, 0, START, 0, null, List.of(), List.of(), alerts, List.of(), List.of(), List.of());
    }

    private static AlertImage row(int n) {
        Labels labels = labels(n);
        Alert alert = new Alert(labels, annotations(n), START.minusSeconds(60), null, url(n));
        return new AlertImage(
                SCOPE.tenant(),
                SCOPE.site(),
                alert.fingerprint(),
                labels.getOrEmpty(Labels.ALERTNAME),
                Severity.WARNING,
                labels.getOrEmpty("host"),
                labels,
                alert.annotations(),
                alert.generatorUrl(),
                "alertmanager-v2",
                true,
                false,
                List.of(START.minusSeconds(60)),
                1,
                alert.startsAt(),
                PROMISED,
                START.minusSeconds(60),
                START.minusSeconds(60),
                1,
                List.of(),
                List.of(),
                null);
    }

    static Labels labels(int n) {
        String host = "cmp" + n / 10;
        return Labels.of(
                "alertname",
                "Rule" + n % 10,
                "cluster",
                "eu1",
                "host",
                host,
                "instance",
                host + ":9100",
                "job",
                "node",
                "rack",
                "r" + n / 400,
                "service",
                "system",
                "severity",
                "warning");
    }

    static Labels annotations(int n) {
        return Labels.of(
                "description", "The load of cmp" + n / 10 + " has been over its threshold for at least 2 minutes.",
                "summary", "Rule" + n % 10 + " on cmp" + n / 10);
    }

    static String url(int n) {
        return "http://prometheus.eu1.example.net:9090/graph?g0.expr=rule" + n % 10;
    }
}
