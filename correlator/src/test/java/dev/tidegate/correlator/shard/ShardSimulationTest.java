package dev.tidegate.correlator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.ImageTables;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Inhibition;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.matcher.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fleet whose alerts come and go at random, told by two senders with duplicates, delays and skewed clocks, over a shard
 * that crashes before and after commits. Invariants are checked after every commit. A seed that fails fails again.
 */
class ShardSimulationTest {
    private static final int STEPS = 1_500;
    private static final int ALERTS = 24;

    /** A fault as it really is. */
    private static final class Fault {
        final Labels labels;
        final Scope scope;

        @Nullable
        Instant since;

        @Nullable
        Instant lastOver;

        Fault(int i) {
            scope = Scope.of("site" + i % 2);
            labels = Labels.of(
                    "alertname",
                    "Fault" + i % 5,
                    "host",
                    "cmp" + i,
                    "cluster",
                    scope.site(),
                    "severity",
                    i % 3 == 0 ? "critical" : "warning");
        }
    }

    private final Policy policy = new Policy(
            Policy.DEFAULT.node(),
            "cluster",
            List.of(new Inhibition(
                    Matchers.parse("severity=critical"), Matchers.parse("severity=warning"), List.of("alertname"))),
            Policy.DEFAULT.rules(),
            List.of(),
            List.of(),
            Policy.DEFAULT.timing(),
            Policy.DEFAULT.correlation());
    private final List<EventLog.Entry> log = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<byte[]> late = new ArrayList<>();
    private Instant now = Lane.START;
    private Random random = new Random(0);
    private boolean real;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLostAndAReplayIsTheLiveRun(long seed) {
        simulate(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108})
    void norWithRealIncidents(long seed) {
        real = true;
        simulate(seed);
    }

    private ShardRunner restored(ShardImage image) {
        return real ? ShardRunner.restore(image, policy, Lane.CODEC) : Lane.restored(image, policy);
    }

    private void simulate(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ALERTS; i++) {
            faults.add(new Fault(i));
        }
        writeHistory();
        ImageTables calm = run(log, false);
        ImageTables again = run(log, false);
        assertThat(rows(again)).isEqualTo(rows(calm));
        assertThat(again.events()).isEqualTo(calm.events());
        ImageTables oneByOne = new ImageTables(0);
        ShardRunner runner = restored(oneByOne.load());
        log.forEach(entry -> oneByOne.commit(runner.take(List.of(entry))));
        assertThat(oneByOne.alerts())
                .as("batches do not show in rows")
                .containsExactlyInAnyOrderElementsOf(calm.alerts());
        assertThat(oneByOne.members()).containsExactlyInAnyOrderElementsOf(calm.members());

        ImageTables stormy = run(log, true);
        assertThat(stormy.alerts()).extracting(AlertImage::fingerprint).doesNotHaveDuplicates();
        for (Fault fault : faults) {
            if (fault.since != null) {
                assertThat(firing(calm, fault)).as("%s fires", fault.labels).isTrue();
                assertThat(firing(stormy, fault))
                        .as("%s fires, crashes or not", fault.labels)
                        .isTrue();
            } else if (fault.lastOver != null) {
                assertThat(firing(calm, fault)).as("%s is over", fault.labels).isFalse();
                assertThat(firing(stormy, fault))
                        .as("%s is over, crashes or not", fault.labels)
                        .isFalse();
            }
        }
    }

    private boolean firing(ImageTables tables, Fault fault) {
        return tables.alert(fault.scope.tenant(), Fingerprint.of(fault.labels))
                .map(AlertImage::firing)
                .orElse(false);
    }

    /** What the senders and people put on the log, and then a quiet minute in which all is said once more. */
    private void writeHistory() {
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(random.nextInt(20_000));
            switch (random.nextInt(12)) {
                case 0, 1 -> change(faults.get(random.nextInt(ALERTS)));
                case 2 -> ask();
                case 3 -> append(Lane.CODEC.write(new Command.Tick("owner")));
                case 4 -> {
                    if (!late.isEmpty()) {
                        append(late.remove(random.nextInt(late.size())));
                    }
                }
                default -> sayAll();
            }
            while (random.nextInt(4) == 0) {
                batches.add(log.size());
                break;
            }
        }
        late.clear();
        now = now.plus(Duration.ofMinutes(6)); // what was overtaken by a resolve is believed by now
        sayAll();
        batches.add(log.size());
    }

    private void change(Fault fault) {
        if (fault.since == null) {
            fault.since = now;
            say(fault);
        } else {
            fault.lastOver = now;
            byte[] over = Lane.record(fault.scope, now, message(fault, fault.since, now));
            fault.since = null;
            if (random.nextInt(5) > 0) {
                append(over);
            } else {
                late.add(over); // overtaken, or lost for good
            }
        }
    }

    private void sayAll() {
        for (Fault fault : faults) {
            say(fault);
        }
    }

    private void say(Fault fault) {
        Instant since = fault.since;
        if (since != null) {
            byte[] record = Lane.record(fault.scope, now, message(fault, since, now.plus(Duration.ofMinutes(4))));
            append(record);
            if (random.nextInt(6) == 0) {
                append(record);
            }
        }
    }

    private static Alert message(Fault fault, Instant since, Instant end) {
        return new Alert(fault.labels, Labels.of("summary", "since " + since), since, end, "");
    }

    private void ask() {
        String id = "s" + random.nextInt(4);
        append(Lane.CODEC.write(
                random.nextBoolean()
                        ? new Command.ExpireSilence(id, "ann")
                        : new Command.PutSilence(
                                id,
                                "",
                                Matchers.parse("host=~\"cmp1.*\""),
                                now.plusSeconds(random.nextInt(300) - 100),
                                now.plusSeconds(400 + random.nextInt(600)),
                                "ann",
                                "works",
                                "ann")));
    }

    private void append(byte[] record) {
        Instant stamped = now.minusMillis(random.nextInt(50)); // two brokers' clocks
        log.add(new EventLog.Entry(log.size(), Micros.of(stamped), record));
    }

    /** Reads the log in its batches; perhaps crashing before a commit or after it. */
    private ImageTables run(List<EventLog.Entry> entries, boolean crashes) {
        ImageTables tables = new ImageTables(0);
        ShardRunner runner = restored(tables.load());
        Random fate = new Random(entries.size());
        Set<String> ids = new HashSet<>();
        int from = 0;
        int batch = 0;
        while (from < entries.size()) {
            int to = Math.max(from + 1, batches.get(batch++));
            Changes changes = runner.take(entries.subList(from, Math.min(to, entries.size())));
            boolean lostBeforeCommit = crashes && fate.nextInt(20) == 0;
            if (!lostBeforeCommit) {
                tables.commit(changes);
                check(tables, changes, ids);
                from = Math.min(to, entries.size());
            } else {
                batch--;
            }
            if (lostBeforeCommit || crashes && fate.nextInt(20) == 0) {
                ShardImage image = tables.load();
                runner = restored(image);
                assertThat(runner.nextOffset()).isEqualTo(from);
            }
        }
        return tables;
    }

    private void check(ImageTables tables, Changes changes, Set<String> ids) {
        for (IncidentImage incident : changes.incidents()) {
            ids.add(incident.id());
        }
        Map<Long, AlertImage> alerts = new HashMap<>();
        tables.alerts().forEach(alert -> alerts.put(alert.fingerprint(), alert));
        for (EventImage event : changes.events()) {
            if (event.kind().equals("alert.firing")) {
                assertThat(alerts).as("what fired is there").containsKey(event.fingerprint());
                assertThat(event.incident()).as("and belongs to an incident").isNotNull();
            }
        }
        Set<String> open = new HashSet<>();
        for (IncidentImage incident : tables.incidents()) {
            assertThat(ids).contains(incident.id());
            if (!real && incident.state().alive()) {
                assertThat(open.add(incident.site()))
                        .as("one incident per cause")
                        .isTrue();
            }
        }
        for (AlertImage alert : tables.alerts()) {
            if (alert.firing() && alert.severity() == dev.tidegate.model.Severity.WARNING) {
                boolean source = tables.alerts().stream()
                        .anyMatch(a -> a.firing()
                                && a.severity() == dev.tidegate.model.Severity.CRITICAL
                                && a.site().equals(alert.site())
                                && a.alertname().equals(alert.alertname()));
                assertThat(!alert.inhibitedBy().isEmpty())
                        .as("inhibited while a source fires")
                        .isEqualTo(source);
            }
        }
    }

    private static List<Object> rows(ImageTables tables) {
        List<Object> out = new ArrayList<>();
        out.addAll(tables.alerts());
        out.addAll(tables.incidents());
        out.addAll(tables.silences());
        tables.members().stream()
                .sorted(Comparator.comparing(MemberImage::toString))
                .forEach(out::add);
        return out;
    }
}
