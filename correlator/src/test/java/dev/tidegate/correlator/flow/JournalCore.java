package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardStats;
import dev.tidegate.model.Micros;
import dev.tidegate.model.log.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A core that only keeps a journal: one event per record, whose detail is the record's offset. What is lost or done twice
 * on the way shows in the events. It is due one second after each record, when asked to.
 */
final class JournalCore implements Core {
    private final int partition;
    private final boolean ticking;
    private long seq;
    private Instant clock;
    private @Nullable Policy policy = Policy.DEFAULT;

    JournalCore(ShardImage image, boolean ticking) {
        partition = image.partition();
        seq = image.eventSeq();
        clock = image.clock();
        this.ticking = ticking;
    }

    @Override
    public Changes take(List<EventLog.Entry> batch) {
        List<EventImage> events = new ArrayList<>();
        for (EventLog.Entry entry : batch) {
            clock = Micros.toInstant(entry.timeMicros());
            events.add(new EventImage(
                    ++seq,
                    clock,
                    "alert.firing",
                    "default",
                    "",
                    null,
                    null,
                    "test",
                    null,
                    Map.of("offset", Long.toString(entry.offset()))));
        }
        Policy first = policy;
        policy = null;
        return new Changes(
                partition,
                batch.getLast().offset() + 1,
                clock,
                seq,
                first,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                events);
    }

    @Override
    public Optional<Instant> due() {
        return ticking ? Optional.of(clock.plusSeconds(1)) : Optional.empty();
    }

    @Override
    public ShardStats stats() {
        return new ShardStats(seq, 0, 0, 0, 0, Map.of(), 0, 0, 0);
    }
}
