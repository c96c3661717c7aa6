package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.model.Alert;
import dev.tidegate.model.StringPool;
import dev.tidegate.model.log.AlertBatchReader;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A log in memory that can be told to stall, to fail, or to go on. */
final class FakeEventLog implements EventLog {
    enum Mood {
        WELL,
        STALLED,
        FAILING
    }

    record Kept(int partition, byte[] record) {}

    private final List<Kept> kept = new CopyOnWriteArrayList<>();
    private final List<Runnable> stalled = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.WELL;

    void mood(Mood next) {
        mood = next;
    }

    int stalled() {
        return stalled.size();
    }

    /** Confirms everything that is stalled, and what comes from now on. */
    void goOn() {
        mood = Mood.WELL;
        stalled.forEach(Runnable::run);
        stalled.clear();
    }

    List<AlertBatchReader> records() {
        return kept.stream().map(of -> new AlertBatchReader(of.record())).toList();
    }

    List<Alert> alerts() {
        List<Alert> alerts = new ArrayList<>();
        for (AlertBatchReader reader : records()) {
            StringPool pool = new StringPool(256);
            while (reader.next()) {
                alerts.add(reader.alert(pool));
            }
        }
        return alerts;
    }

    @Override
    public int partitions() {
        return 4;
    }

    @Override
    public Mono<Appended> append(int partition, byte[] record) {
        return Mono.defer(() -> switch (mood) {
            case WELL -> Mono.just(keep(partition, record));
            case FAILING -> Mono.error(new LogUnavailableException("the broker is gone"));
            case STALLED -> {
                Sinks.One<Appended> later = Sinks.one();
                stalled.add(() -> later.tryEmitValue(keep(partition, record)).orThrow());
                yield later.asMono();
            }
        });
    }

    private Appended keep(int partition, byte[] record) {
        kept.add(new Kept(partition, record));
        return new Appended(partition, kept.size());
    }

    @Override
    public Flux<List<Entry>> read(int partition, long fromOffset) {
        return Flux.never();
    }

    @Override
    public Mono<List<Long>> ends() {
        return Mono.just(List.of(0L, 0L, 0L, 0L));
    }
}
