package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.alert.AlertFact;
import dev.tidegate.correlator.alert.Alerts;
import dev.tidegate.correlator.alert.Limit;
import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.incident.Incidents;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.AlertShard.Input;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.log.AlertBatchReader;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.MalformedRecordException;
import dev.tidegate.model.log.RecordKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one partition of the log from records to rows. One thread at a time; no I/O, no clock.
 *
 * <p>After {@link #take} the memory is ahead of the rows until the changes are committed. When a commit fails or its
 * outcome is unknown, the runner is to be thrown away and another restored from the rows.
 */
public final class ShardRunner {
    /** A watched log has a record at least this often while anything fires: its owner appends ticks. */
    public static final Duration WATCH = Duration.ofSeconds(15);
    /** When a watched log was silent for longer, nobody was there to hear what senders said. */
    public static final Duration UNWATCHED = Duration.ofSeconds(60);

    private final int partition;
    private final boolean watched;
    private final CommandCodec codec;
    private final Alerts alerts;
    private final IncidentSide incidents;
    private final AlertShard shard;
    private final Growth growth;
    private Instant clock;
    private long nextOffset;
    private long eventSeq;
    private long seen;
    private long repeats;
    private long fired;
    private long resolved;
    private long malformed;
    private final Map<Limit, Long> leftOut = new EnumMap<>(Limit.class);

    private ShardRunner(ShardImage image, Policy policy, CommandCodec codec, IncidentSide incidents, boolean watched) {
        partition = image.partition();
        this.watched = watched;
        this.codec = codec;
        this.incidents = incidents;
        clock = image.clock();
        nextOffset = image.nextOffset();
        eventSeq = image.eventSeq();
        alerts = new Alerts(policy, image.alerts(), image.silences(), Micros.of(clock));
        image.scopes().forEach(scope -> alerts.known(new Scope(scope.tenant(), scope.site())));
        shard = new AlertShard(policy, alerts, incidents);
        growth = new Growth(image.untold(), clock);
    }

    /**
     * Takes up where the rows left off.
     *
     * @param defaults the policy as long as none was set
     */
    public static ShardRunner restore(ShardImage image, Policy defaults, CommandCodec codec) {
        return restore(image, defaults, codec, incidents(image, defaults));
    }

    /**
     * Takes up where the rows left off, on a log whose owner sees to it that it is never silent for longer than {@link
     * #WATCH} while anything fires. A longer silence ({@link #UNWATCHED}) therefore says that everything was down, and
     * that no sender could be heard; what fired before it is given one more resolve timeout from its end. This follows
     * from the log alone, like everything else.
     *
     * @param defaults the policy as long as none was set
     */
    public static ShardRunner watched(ShardImage image, Policy defaults, CommandCodec codec) {
        return watched(image, defaults, codec, incidents(image, defaults));
    }

    static ShardRunner restore(ShardImage image, Policy defaults, CommandCodec codec, IncidentSide incidents) {
        return new ShardRunner(image, policyOf(image, defaults), codec, incidents, false);
    }

    static ShardRunner watched(ShardImage image, Policy defaults, CommandCodec codec, IncidentSide incidents) {
        return new ShardRunner(image, policyOf(image, defaults), codec, incidents, true);
    }

    private static IncidentSide incidents(ShardImage image, Policy defaults) {
        Incidents incidents = new Incidents(policyOf(image, defaults));
        incidents.restore(image.scopes(), image.incidents(), image.members(), image.alerts());
        return IncidentSide.of(incidents);
    }

    private static Policy policyOf(ShardImage image, Policy defaults) {
        Policy set = image.policy();
        return set == null ? defaults : set;
    }

    /**
     * Takes in records and says what they changed. Records before {@link #nextOffset()} are passed over. Records that
     * cannot be read are counted and told as an event, and change nothing else.
     */
    public Changes take(List<EventLog.Entry> batch) {
        Collected collected = new Collected(alerts, incidents, growth, eventSeq);
        for (EventLog.Entry entry : batch) {
            if (entry.offset() >= nextOffset) {
                take(entry, collected);
                nextOffset = entry.offset() + 1;
            }
        }
        Changes changes = collected.changes(partition, nextOffset, clock);
        eventSeq = changes.eventSeq();
        return changes;
    }

    private void take(EventLog.Entry entry, Collected collected) {
        Instant time = Micros.toInstant(entry.timeMicros());
        if (watched && time.isAfter(clock.plus(UNWATCHED)) && alerts.firing() > 0) {
            alerts.unheard(entry.timeMicros());
        }
        pass(time.isAfter(clock) ? time : clock, collected);
        try {
            switch (RecordKind.of(entry.record())) {
                case ALERTS -> take(new AlertBatchReader(entry.record()), collected);
                case COMMAND -> run(new Input.Asked(codec.read(entry.record())), collected);
            }
        } catch (MalformedRecordException e) {
            malformed++;
            collected.refused(clock, entry.offset(), String.valueOf(e.getMessage()));
            collected.settle(clock);
        }
        collected.tellGrowth(clock);
    }

    private void take(AlertBatchReader message, Collected collected) {
        long now = Micros.of(clock);
        for (int ahead = 0; message.hasNext(); ahead--) {
            if (ahead == 0) {
                alerts.warm(message);
                ahead = Alerts.AHEAD;
            }
            message.next();
            seen++;
            if (alerts.repeat(message, now)) {
                repeats++;
            } else {
                run(new Input.Message(message), collected);
            }
        }
    }

    /** Lets time pass: whatever falls due on the way happens at its own time, in order. */
    private void pass(Instant time, Collected collected) {
        for (Instant due = next(); !due.isAfter(time); due = next()) {
            clock = due.isAfter(clock) ? due : clock;
            if (shard.due().filter(due::equals).isPresent()) {
                tick(due, collected);
            } else {
                collected.tellGrowth(clock);
            }
        }
        clock = time;
    }

    private Instant next() {
        return shard.due().filter(growth.due()::isAfter).orElse(growth.due());
    }

    private void tick(Instant due, Collected collected) {
        List<ShardFact> facts = shard.tick(clock);
        if (facts.isEmpty() && shard.due().filter(due::equals).isPresent()) {
            throw new IllegalStateException("something is due at " + due + " and does not happen");
        }
        Deque<Input> rest = new ArrayDeque<>();
        apply(facts, rest, collected);
        run(rest, collected);
    }

    private void run(Input input, Collected collected) {
        Deque<Input> rest = new ArrayDeque<>();
        rest.add(input);
        run(rest, collected);
    }

    private void run(Deque<Input> rest, Collected collected) {
        while (!rest.isEmpty()) {
            apply(shard.decide(rest.remove(), clock).events(), rest, collected);
        }
        collected.settle(clock);
    }

    private void apply(List<ShardFact> facts, Deque<Input> rest, Collected collected) {
        for (ShardFact fact : facts) {
            shard.apply(fact);
            collected.add(fact);
            count(fact);
        }
        facts.forEach(fact -> rest.addAll(shard.next(fact)));
    }

    private void count(ShardFact fact) {
        if (fact instanceof ShardFact.OfAlert of) {
            if (of.fact() instanceof AlertFact.Fired) {
                fired++;
            } else if (of.fact() instanceof AlertFact.Resolved) {
                resolved++;
            } else if (of.fact() instanceof AlertFact.LeftOut left) {
                leftOut.merge(left.limit(), 1L, Long::sum);
            }
        }
    }

    /**
     * A time of the log before which nothing is due; empty when time alone will cause nothing. When it has passed and no
     * record has come, a {@link dev.tidegate.correlator.command.Command.Tick} on the log is worth it. It may turn out that
     * nothing happens then: repeats put alerts off without telling.
     */
    public Optional<Instant> due() {
        Optional<Instant> due = Optional.of(next()).filter(Instant.MAX::isAfter);
        if (!watched || alerts.firing() == 0) {
            return due;
        }
        Instant next = clock.plus(WATCH);
        return Optional.of(due.filter(next::isAfter).orElse(next));
    }

    /** The shard's time: that of its latest record. */
    public Instant clock() {
        return clock;
    }

    /** Where the log is read on. */
    public long nextOffset() {
        return nextOffset;
    }

    /** What the shard decides by now. */
    public Policy policy() {
        return shard.policy();
    }

    public ShardStats stats() {
        return new ShardStats(
                seen,
                repeats,
                fired,
                resolved,
                malformed,
                Map.copyOf(leftOut),
                alerts.size(),
                alerts.firing(),
                policy().limits().alerts());
    }
}
