package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.matcher.Matchers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What two senders and some people put on a log about faults that come and go at random: with duplicates, delays and skewed
 * clocks.
 */
final class Hearsay {
    private static final int STEPS = 1_500;
    private static final int ALERTS = 24;

    /** A fault as it really is. */
    static final class Fault {
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
    record Said(long micros, byte[] record) {}

    /** All that was said, in the order of the log. */
    final List<Said> said = new ArrayList<>();

    final List<Fault> faults = new ArrayList<>();

    /** From here on nothing may crash: what nobody says any more must be seen to expire. */
    final int quiet;

    private final Random random;
    private final Policy policy;
    private final Policy other;
    private final List<byte[]> late = new ArrayList<>();
    private Instant now = Lane.START;

    /** @param policy the one that is set; now and then it is the other */
    Hearsay(Random random, Policy policy, Policy other) {
        this.random = random;
        this.policy = policy;
        this.other = other;
        for (int i = 0; i < ALERTS; i++) {
            faults.add(new Fault(i));
        }
        quiet = told();
    }

    /** All that they say, and then a quiet minute in which all is said once more; gives where that begins. */
    private int told() {
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
        int end = said.size();
        for (int i = 0; i < 42; i++) { // what was overtaken by a resolve is believed by then
            now = now.plusSeconds(10);
            say(Lane.CODEC.write(new Command.Tick("owner")));
        }
        sayAll();
        return end;
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

    private void say(byte[] record) {
        Instant stamped = now.minusMillis(random.nextInt(50)); // two brokers' clocks
        said.add(new Said(Micros.of(stamped), record));
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
}
