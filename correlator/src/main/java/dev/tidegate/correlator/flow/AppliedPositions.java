package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.Applied;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Positions of the shards that run here, by signal, and of all others, by asking the database at growing intervals.
 */
final class AppliedPositions implements Positions {
    /** Said of a partition that does not run here. */
    private static final long ELSEWHERE = -1;

    private static final Sinks.EmitFailureHandler UNTIL_EMITTED =
            Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1));
    private static final List<Duration> BACKOFF =
            Stream.of(5, 10, 20, 40).map(Duration::ofMillis).toList();

    private final Applied applied;
    private final List<Sinks.Many<Long>> here;

    AppliedPositions(int partitions, Applied applied) {
        this.applied = applied;
        this.here = IntStream.range(0, partitions)
                .mapToObj(i -> Sinks.many().replay().<Long>latestOrDefault(ELSEWHERE))
                .toList();
    }

    /** A shard that runs here has committed everything before an offset. */
    void reached(int partition, long nextOffset) {
        here.get(partition).emitNext(nextOffset, UNTIL_EMITTED);
    }

    /** A shard does not run here any more. */
    void left(int partition) {
        reached(partition, ELSEWHERE);
    }

    @Override
    public Mono<Boolean> awaitApplied(List<Long> offsets, Duration bound) {
        List<Mono<Boolean>> local = new ArrayList<>();
        for (int partition = 0; partition < offsets.size(); partition++) {
            if (offsets.get(partition) != NONE) {
                local.add(local(partition, offsets.get(partition)));
            }
        }
        if (local.isEmpty()) {
            return Mono.just(true);
        }
        return Flux.merge(local)
                .all(done -> done)
                .flatMap(done -> done ? Mono.just(true) : remote(offsets))
                .take(bound)
                .defaultIfEmpty(false)
                // the signal comes on a shard's thread, which must not do its readers' work
                .publishOn(Schedulers.parallel());
    }

    /** True once it is applied here; false once it is clear that the shard runs elsewhere. */
    private Mono<Boolean> local(int partition, long offset) {
        return here.get(partition)
                .asFlux()
                .filter(next -> next > offset || next == ELSEWHERE)
                .next()
                .map(next -> next != ELSEWHERE);
    }

    private Mono<Boolean> remote(List<Long> offsets) {
        return Mono.defer(() -> applied.nextOffsets(here.size()))
                .filter(next -> reached(next, offsets))
                .repeatWhenEmpty(again ->
                        again.concatMap(round -> Mono.delay(BACKOFF.get((int) Math.min(round, BACKOFF.size() - 1)))))
                .map(next -> true);
    }

    private static boolean reached(List<Long> next, List<Long> offsets) {
        return IntStream.range(0, offsets.size()).allMatch(i -> next.get(i) > offsets.get(i));
    }
}
