package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.command.CommandCodec;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Micros;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.RecordKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Takes one partition of the log from records to rows. One thread at a time; no I/O, no clock.
 *
 * <p>After {@link #take} the memory is ahead of the rows until the changes are committed. When a commit fails or its
 * outcome is unknown, the runner is to be thrown away and another restored from the rows.
 */
public final class ShardRunner {
    private final int partition;
    private final CommandCodec codec;
    private Policy policy;
    private Instant clock;
    private long nextOffset;
    private long eventSeq;

    private ShardRunner(ShardImage image, Policy defaults, CommandCodec codec) {
        partition = image.partition();
        this.codec = codec;
        policy = image.policy() == null ? defaults : image.policy();
        clock = image.clock();
        nextOffset = image.nextOffset();
        eventSeq = image.eventSeq();
    }

    /**
     * Takes up where the rows left off.
     *
     * @param defaults the policy as long as none was set
     */
    public static ShardRunner restore(ShardImage image, Policy defaults, CommandCodec codec) {
        return new ShardRunner(image, defaults, codec);
    }

    /**
     * Takes in records and says what they changed. Records before {@link #nextOffset()} are passed over. Records that
     * cannot be read are counted and told as an event, and change nothing else.
     */
    public Changes take(List<EventLog.Entry> batch) {
        for (EventLog.Entry entry : batch) {
            nextOffset = entry.offset() + 1;
            Instant time = Micros.toInstant(entry.timeMicros());
            clock = time.isAfter(clock) ? time : clock;
            if (RecordKind.of(entry.record()) == RecordKind.COMMAND
                    && codec.read(entry.record()) instanceof Command.SetPolicy set) {
                policy = set.policy();
            }
        }
        return new Changes(
                partition,
                nextOffset,
                clock,
                eventSeq,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /**
     * A time of the log before which nothing is due; empty when time alone will cause nothing. When it has passed and no
     * record has come, a {@link dev.tidegate.correlator.command.Command.Tick} on the log is worth it. It may turn out that
     * nothing happens then: repeats put alerts off without telling.
     */
    public Optional<Instant> due() {
        return Optional.empty();
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
        return policy;
    }

    public ShardStats stats() {
        return new ShardStats(0, 0, 0, 0, 0, 0, 0);
    }
}
