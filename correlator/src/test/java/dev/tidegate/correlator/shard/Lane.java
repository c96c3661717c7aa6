package dev.tidegate.correlator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.ImageTables;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchWriter;
import dev.tidegate.model.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log, a runner and its tables on a table, spoken to in an operator's words. Times are seconds since it began. */
final class Lane {
    static final Instant START = Instant.parse("2026-03-01T08:00:00Z");
    static final JsonCommands CODEC = new JsonCommands();

    final List<EventLog.Entry> log = new ArrayList<>();
    final ImageTables tables = new ImageTables(0);
    private final Policy policy;
    private final boolean watched;
    private ShardRunner runner;
    private Instant now = START;
    private int told;

    Lane(Policy policy) {
        this(policy, false);
    }

    private Lane(Policy policy, boolean watched) {
        this.policy = policy;
        this.watched = watched;
        runner = restored(ShardImage.empty(0));
    }

    /** With an owner who sees to it that the log is never silent for long. */
    static Lane watched(Policy policy) {
        return new Lane(policy, true);
    }

    private ShardRunner restored(ShardImage image) {
        return watched
                ? ShardRunner.watched(image, policy, CODEC, FakeIncidents.restore(image))
                : restored(image, policy);
    }

    static ShardRunner restored(ShardImage image, Policy policy) {
        return ShardRunner.restore(image, policy, CODEC, FakeIncidents.restore(image));
    }

    static Instant time(double seconds) {
        return START.plus(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    /** A message without an end. */
    static Alert firing(String labels, double since) {
        return said(labels, since, null, "");
    }

    /** A message with an end, in the past or to come. */
    static Alert until(String labels, double since, double end) {
        return said(labels, since, end, "");
    }

    static Alert said(String labels, double since, @Nullable Double end, String summary) {
        return new Alert(
                labels(labels),
                Labels.of("summary", summary),
                time(since),
                end == null ? null : time(end),
                "http://prom");
    }

    static Labels labels(String words) {
        Labels.Builder out = new Labels.Builder();
        for (String word : words.split(" ")) {
            String[] pair = word.split("=", 2);
            out.add(pair.length == 1 ? "alertname" : pair[0], pair[pair.length - 1]);
        }
        return out.build();
    }

    Lane at(double seconds) {
        now = time(seconds);
        return this;
    }

    Lane push(Alert... alerts) {
        return append(record(Scope.of("fra1"), now, alerts));
    }

    static byte[] record(Scope scope, Instant at, Alert... alerts) {
        AlertBatchWriter writer = new AlertBatchWriter(scope, "test", Micros.of(at));
        for (Alert alert : alerts) {
            writer.add(alert);
        }
        return writer.toRecord();
    }

    Lane ask(Command command) {
        return append(CODEC.write(command));
    }

    Lane tick() {
        return ask(new Command.Tick("test"));
    }

    Lane append(byte[] record) {
        log.add(new EventLog.Entry(log.size(), Micros.of(now), record));
        return take(log.subList(log.size() - 1, log.size()));
    }

    private Lane take(List<EventLog.Entry> batch) {
        Changes changes = runner.take(batch);
        tables.commit(changes);
        return this;
    }

    Lane crash() {
        runner = restored(tables.load());
        return this;
    }

    ShardRunner runner() {
        return runner;
    }

    AlertImage alert(String labels) {
        return tables.alert(Scope.DEFAULT_TENANT, dev.tidegate.model.Fingerprint.of(labels(labels)))
                .orElseThrow(() -> new AssertionError("no alert " + labels));
    }

    boolean has(String labels) {
        return tables.alert(Scope.DEFAULT_TENANT, dev.tidegate.model.Fingerprint.of(labels(labels)))
                .isPresent();
    }

    /** The kinds of alert and silence events since this was last asked. */
    Lane expect(String... kinds) {
        List<EventImage> events = tables.events();
        assertThat(events.subList(told, events.size()))
                .extracting(EventImage::kind)
                .filteredOn(kind -> !kind.startsWith("incident."))
                .containsExactly(kinds);
        told = events.size();
        return this;
    }

    List<EventImage> events(String kind) {
        return tables.events().stream().filter(e -> e.kind().equals(kind)).toList();
    }
}
