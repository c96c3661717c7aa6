package dev.tidegate.gateway.command.flow;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.read.ReadBarrier.AppliedOffsets;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.EventLog.Appended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Commands over the event log. */
public final class LogCommandGate implements CommandGate {
    /** How long a caller waits for shards at most. */
    public static final Duration BOUND = Duration.ofSeconds(2);

    private final EventLog log;
    private final Function<Command, byte[]> encoder;
    private final AppliedOffsets applied;
    private final Consumer<Appended> acknowledged;
    private final Duration bound;

    /**
     * @param encoder a command as a log record
     * @param acknowledged is told what was appended, so that later reads wait for it too
     */
    public LogCommandGate(
            EventLog log,
            Function<Command, byte[]> encoder,
            AppliedOffsets applied,
            Consumer<Appended> acknowledged,
            Duration bound) {
        this.log = log;
        this.encoder = encoder;
        this.applied = applied;
        this.acknowledged = acknowledged;
        this.bound = bound;
    }

    @Override
    public Mono<Applied> send(Command command, Target target) {
        return Mono.fromSupplier(() -> encoder.apply(command))
                .flatMapMany(record -> partitions(target).flatMap(partition -> log.append(partition, record)))
                .doOnNext(acknowledged)
                .collectList()
                .flatMap(appended -> applied.awaitApplied(offsets(appended), bound))
                .map(done -> done ? Applied.DONE : Applied.PENDING);
    }

    private Flux<Integer> partitions(Target target) {
        return switch (target) {
            case Target.Everywhere everywhere -> Flux.range(0, log.partitions());
            case Target.Partition partition -> Flux.just(partition.number());
        };
    }

    private List<Long> offsets(List<Appended> appended) {
        List<Long> offsets = new ArrayList<>(Collections.nCopies(log.partitions(), -1L));
        appended.forEach(one -> offsets.set(one.partition(), one.offset()));
        return offsets;
    }
}
