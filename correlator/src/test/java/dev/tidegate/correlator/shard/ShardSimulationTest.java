package dev.tidegate.correlator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.ImageTables;
import dev.tidegate.correlator.image.IncidentImage;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fleet whose alerts come and go at random, told by two senders with duplicates, delays and skewed clocks, over a shard
 * that crashes before and after commits. Invariants are checked after every commit. A seed that fails fails again.
 */
class ShardSimulationTest {
    private static final int STEPS = 1_500;
    private static final int ALERTS = 24;
    private static final int MOST = 14; // where there is no room for all
    private static final String NOTICE = "TidegateAlertsLimited";

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

    /** What comes to the log, and when. */
    private record Said(long micros, byte[] record) {}

    private Policy policy = policy(Policy.DEFAULT.correlation());
    private Policy other = policy(new Policy.Correlation(0.8, 1, 4, 1, 3));
    private final List<EventLog.Entry> log = new ArrayList<>();
    private final List<Said> history = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<byte[]> late = new ArrayList<>();
    private Instant now = Lane.START;
    private Random random = new Random(0);
    private boolean real;
    private int quiet; // from here on nothing crashes: what nobody says any more must be seen to expire

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void nothingIsLostAndAReplayIsTheLiveRun(long seed) {
        simulate(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {101, 102})
    void norWithRealIncidents(long seed) {
        real = true;
        simulate(seed);
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6, 7, 8, 103, 104, 105, 106, 107, 108})
    void norInManyOtherHistories(long seed) {
        real = seed > 100;
        simulate(seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 109})
    void norWhereThereIsNoRoomForAll(long seed) {
        real = seed > 100;
        policy = policy.withLimits(new Policy.Limits(MOST, 10));
        other = other.withLimits(new Policy.Limits(MOST / 2, 10));
        simulate(seed);
    }

    private static Policy policy(Policy.Correlation correlation) {
        return new Policy(
                Policy.DEFAULT.node(),
                "cluster",
                List.of(new Inhibition(
                        Matchers.parse("severity=critical"), Matchers.parse("severity=warning"), List.of("alertname"))),
                Policy.DEFAULT.rules(),
                List.of(),
                List.of(),
                Policy.DEFAULT.timing(),
                correlation,
                Policy.DEFAULT.limits());
    }

    private ShardRunner restored(ShardImage image) {
        return real ? ShardRunner.watched(image, policy, Lane.CODEC) : Lane.restored(image, policy);
    }

    private void simulate(long seed) {
        random = new Random(seed);
        for (int i = 0; i < ALERTS; i++) {
            faults.add(new Fault(i));
        }
        writeHistory();
        ImageTables calm = live(0);
        for (int cuts = 1; cuts <= 3; cuts++) {
            assertSame(replay(new Random(cuts), Integer.MAX_VALUE), calm);
        }
        ImageTables stormy = live(20);
        assertThat(log).as("loads are on the log").hasSizeGreaterThan(history.size());
        assertSame(replay(random, 1), stormy);
        assertSame(replay(random, Integer.MAX_VALUE), stormy);
        for (int cuts = 1; cuts <= 3; cuts++) {
            assertSame(replay(new Random(cuts), 1 + random.nextInt(50)), stormy);
        }

        assertThat(stormy.alerts()).extracting(AlertImage::fingerprint).doesNotHaveDuplicates();
        if (policy.limits().alerts() == MOST) {
            assertThat(stormy.alerts()).extracting(AlertImage::alertname).contains(NOTICE);
            return;
        }
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

    /** Every row of every table, the numbers and subjects of the events with them. */
    private static void assertSame(ImageTables replay, ImageTables live) {
        assertThat(replay.events().size()).isEqualTo(live.events().size());
        for (int i = 0; i < live.events().size(); i++) {
            assertThat(replay.events().get(i)).isEqualTo(live.events().get(i));
        }
        List<Object> rows = replay.rows();
        List<Object> expected = live.rows();
        assertThat(rows).hasSameSizeAs(expected);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).isEqualTo(expected.get(i));
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
            switch (random.nextInt(13)) {
                case 0, 1 -> change(faults.get(random.nextInt(ALERTS)));
                case 2 -> ask();
                case 3 -> people();
                case 4 -> say(Lane.CODEC.write(new Command.Tick("owner")));
                case 5 -> {
                    if (!late.isEmpty()) {
                        say(late.remove(random.nextInt(late.size())));
                    }
                }
                default -> sayAll();
            }
        }
        late.clear();
        quiet = history.size();
        for (int i = 0; i < 42; i++) { // what was overtaken by a resolve is believed by then
            now = now.plusSeconds(10);
            say(Lane.CODEC.write(new Command.Tick("owner")));
        }
        sayAll();
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
                say(over);
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
            say(record);
            if (random.nextInt(6) == 0) {
                say(record);
            }
        }
    }

    private static Alert message(Fault fault, Instant since, Instant end) {
        return new Alert(fault.labels, Labels.of("summary", "since " + since), since, end, "");
    }

    private void ask() {
        String id = "s" + random.nextInt(4);
        say(Lane.CODEC.write(
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

    /** What people do to incidents that are there or not, a change of policy, and what nobody can read. */
    private void people() {
        String some = incident();
        Command command = switch (random.nextInt(9)) {
            case 0 -> new Command.Acknowledge(some, null, "ann");
            case 1 -> new Command.Unacknowledge(some, "not mine", "ann");
            case 2 -> new Command.Merge(some, incident(), null, "ann");
            case 3 ->
                new Command.Split(
                        some,
                        List.of(Fingerprint.toHex(Fingerprint.of(faults.get(random.nextInt(ALERTS)).labels))),
                        null,
                        "ann");
            case 4 -> new Command.Comment(some, "hm", "ann");
            case 5 -> new Command.Resolve(some, null, "ann");
            case 6 -> new Command.SetPolicy(random.nextBoolean() ? policy : other, "owner");
            default -> new Command.Tick("owner");
        };
        say(random.nextInt(9) == 0 ? new byte[] {1, 2, 3} : Lane.CODEC.write(command));
    }

    private String incident() {
        return Scope.of("site" + random.nextInt(2)).shortId() + "-" + (1 + random.nextInt(12));
    }

    private void say(byte[] record) {
        Instant stamped = now.minusMillis(random.nextInt(50)); // two brokers' clocks
        history.add(new Said(Micros.of(stamped), record));
    }

    /**
     * Records come in while a shard reads, in batches as a poll would find them. It may crash before a commit and after it,
     * once in so many batches; then it is loaded, and that comes behind what is on the log by then.
     */
    private ImageTables live(int crashOnceIn) {
        log.clear();
        ImageTables tables = new ImageTables(0);
        ShardRunner runner = restored(tables.load());
        Set<String> ids = new HashSet<>();
        int come = 0;
        while (come < history.size() || runner.nextOffset() < log.size()) {
            for (int i = random.nextInt(60); i > 0 && come < history.size(); i--) {
                append(history.get(come++));
            }
            int from = (int) runner.nextOffset();
            int to = Math.min(log.size(), from + 1 + random.nextInt(60));
            if (from == to) {
                continue;
            }
            Changes changes = runner.take(log.subList(from, to));
            boolean mayCrash = crashOnceIn > 0 && come < quiet;
            boolean committed = !mayCrash || random.nextInt(crashOnceIn) > 0;
            if (committed) {
                tables.commit(changes);
                check(tables, changes, ids);
            }
            if (!committed || mayCrash && random.nextInt(crashOnceIn) == 0) {
                ShardImage image = tables.load();
                append(new Said(
                        log.getLast().timeMicros(), Lane.CODEC.write(new Command.Loaded(image.nextOffset(), "owner"))));
                runner = restored(image);
            }
        }
        return tables;
    }

    /** Reads the log from the start into empty tables, in batches of its own, and loads where the log says so. */
    private ImageTables replay(Random cuts, int longest) {
        Loads loads = new Loads(Lane.CODEC);
        loads.read(log);
        ImageTables tables = new ImageTables(0);
        ShardRunner runner = restored(tables.load());
        while (runner.nextOffset() < log.size()) {
            int from = (int) runner.nextOffset();
            int life = (int) loads.after(from).orElse(log.size());
            int to = Math.min(life, from + 1 + cuts.nextInt(Math.min(longest, 1_000)));
            tables.commit(runner.take(log.subList(from, to)));
            if (to == life) {
                runner = restored(tables.load());
            }
        }
        return tables;
    }

    private void append(Said said) {
        log.add(new EventLog.Entry(log.size(), said.micros(), said.record()));
    }

    private void check(ImageTables tables, Changes changes, Set<String> ids) {
        for (IncidentImage incident : changes.incidents()) {
            ids.add(incident.id());
        }
        assertThat(tables.alerts())
                .filteredOn(alert -> !alert.alertname().equals(NOTICE))
                .hasSizeLessThanOrEqualTo(policy.limits().alerts());
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
}
