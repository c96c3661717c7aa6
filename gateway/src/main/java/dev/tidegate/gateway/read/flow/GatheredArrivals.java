package dev.tidegate.gateway.read.flow;

import dev.tidegate.gateway.read.ArrivalReads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Arrivals for many pages at a time, each incident counted once for all of them. The last step ends when they are counted,
 * which is up to {@link #PAUSE} after what was asked for.
 */
public final class GatheredArrivals implements ArrivalReads {
    static final Duration PAUSE = Duration.ofMillis(500);

    private final ArrivalReads reads;
    private final InstantSource clock;
    private final Train<Asked, int[]> train;

    public GatheredArrivals(ArrivalReads reads, Scheduler scheduler, InstantSource clock) {
        this.reads = reads;
        this.clock = clock;
        this.train = new Train<>(PAUSE, scheduler, this::read);
    }

    /** What is the same for incidents that are counted together. */
    private record Kind(String tenant, Duration step, int steps) {}

    private record Asked(Kind kind, String incident) {}

    @Override
    public Mono<Map<String, int[]>> arrivals(
            String tenant, Collection<String> incidents, Instant until, Duration step, int steps) {
        Kind kind = new Kind(tenant, step, steps);
        Set<Asked> asked =
                incidents.stream().map(incident -> new Asked(kind, incident)).collect(Collectors.toSet());
        return train.ride(asked).map(told -> mine(kind, incidents, told));
    }

    private static Map<String, int[]> mine(Kind kind, Collection<String> incidents, Map<Asked, int[]> told) {
        Map<String, int[]> mine = new LinkedHashMap<>();
        for (String incident : incidents) {
            int[] counts = told.get(new Asked(kind, incident));
            if (counts != null) {
                mine.put(incident, counts);
            }
        }
        return mine;
    }

    private Mono<Map<Asked, int[]>> read(Set<Asked> asked) {
        Map<Kind, List<String>> kinds = asked.stream()
                .collect(Collectors.groupingBy(Asked::kind, Collectors.mapping(Asked::incident, Collectors.toList())));
        return Flux.fromIterable(kinds.entrySet())
                .concatMap(entry -> read(entry.getKey(), entry.getValue()))
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Flux<Map.Entry<Asked, int[]>> read(Kind kind, List<String> incidents) {
        return reads.arrivals(kind.tenant(), incidents, clock.instant(), kind.step(), kind.steps())
                .flatMapIterable(counts -> counts.entrySet())
                .map(entry -> Map.entry(new Asked(kind, entry.getKey()), entry.getValue()));
    }
}
