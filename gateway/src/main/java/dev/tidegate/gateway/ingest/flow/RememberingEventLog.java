package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.AcknowledgedOffsets;
import dev.tidegate.model.log.EventLog;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that remembers how far it has confirmed, for alerts and commands alike; reads wait for that. */
public final class RememberingEventLog implements EventLog {
    private final EventLog log;
    private final AcknowledgedOffsets acknowledged;

    public RememberingEventLog(EventLog log, AcknowledgedOffsets acknowledged) {
        this.log = log;
        this.acknowledged = acknowledged;
    }

    @Override
    public int partitions() {
        return log.partitions();
    }

    @Override
    public Mono<Appended> append(int partition, byte[] record) {
        return log.append(partition, record).doOnNext(acknowledged::acknowledged);
    }

    @Override
    public Flux<List<Entry>> read(int partition, long fromOffset) {
        return log.read(partition, fromOffset);
    }

    @Override
    public Mono<List<Long>> ends() {
        return log.ends();
    }
}
