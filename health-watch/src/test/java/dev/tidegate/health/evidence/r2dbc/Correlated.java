package dev.tidegate.health.evidence.r2dbc;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.image.ShardStore;
import dev.tidegate.correlator.image.r2dbc.R2dbcShardStore;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardRunner;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.matcher.Matchers;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One partition of the real correlator over real tables; the test is its log. */
final class Correlated {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JsonCommands CODEC = new JsonCommands();

    private final ShardStore store;
    private final ShardStore.Claim claim;
    private final ShardRunner runner = ShardRunner.restore(ShardImage.empty(0), Policy.DEFAULT, CODEC);
    private final Map<String, Instant> begun = new HashMap<>();
    private long end;

    Correlated(ConnectionFactory connections) {
        store = new R2dbcShardStore(connections);
        claim = Objects.requireNonNull(
                store.claim(0, "test", Duration.ofMinutes(5)).block(PATIENCE));
    }

    /** The offset after the latest record. */
    long end() {
        return end;
    }

    Correlated fires(Instant at, String tenant, String node, String alertname) {
        return fires(at, at.minusMillis(500), tenant, node, alertname);
    }

    /** @param startsAt by the sender's clock */
    Correlated fires(Instant at, Instant startsAt, String tenant, String node, String alertname) {
        begun.put(node + alertname, startsAt);
        return said(at, tenant, node, alertname, null);
    }

    Correlated resolves(Instant at, String tenant, String node, String alertname) {
        return said(at, tenant, node, alertname, at);
    }

    private Correlated said(Instant at, String tenant, String node, String alertname, @Nullable Instant endsAt) {
        Instant startsAt = Objects.requireNonNull(begun.get(node + alertname));
        AlertBatchWriter writer = new AlertBatchWriter(new Scope(tenant, "fra1"), "test", Micros.of(at));
        writer.add(new Alert(
                Labels.of("alertname", alertname, "host", node, "cluster", "fra1"),
                Labels.EMPTY,
                startsAt,
                endsAt,
                "http://prometheus"));
        return append(at, writer.toRecord());
    }

    Correlated silences(Instant at, String matchers) {
        return append(
                at,
                CODEC.write(new Command.PutSilence(
                        "0b4a3c5e-0000-4000-8000-000000000001",
                        "",
                        Matchers.parse(matchers),
                        at,
                        at.plus(Duration.ofHours(1)),
                        "ops",
                        "maintenance",
                        "ops")));
    }

    Correlated ticks(Instant at) {
        return append(at, CODEC.write(new Command.Tick("test")));
    }

    private Correlated append(Instant at, byte[] record) {
        store.commit(claim, runner.take(List.of(new EventLog.Entry(end++, Micros.of(at), record))))
                .block(PATIENCE);
        return this;
    }
}
