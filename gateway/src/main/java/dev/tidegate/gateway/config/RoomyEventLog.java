package dev.tidegate.gateway.config;

import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.LogUnavailableException;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A log that takes nothing from the doors while there is no room for it; see {@link DiskSpace}. */
final class RoomyEventLog implements EventLog {
    private final EventLog log;
    private final Supplier<String> shortage;

    /** @param shortage empty while there is room, otherwise a sentence that says what is short */
    RoomyEventLog(EventLog log, Supplier<String> shortage) {
        this.log = log;
        this.shortage = shortage;
    }

    @Override
    public int partitions() {
        return log.partitions();
    }

    @Override
    public Mono<Appended> append(int partition, byte[] record) {
        return Mono.defer(() -> {
            String wrong = shortage.get();
            return wrong.isEmpty() ? log.append(partition, record) : Mono.error(new LogUnavailableException(wrong));
        });
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
