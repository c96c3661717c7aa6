package dev.tidegate.health.flow;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.watch.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Values over time, read by its clock; may be slow, hang or be away. */
final class FakeProbe implements Probe, Probes {
    private final Scheduler clock;
    private final TreeMap<Instant, Double> values = new TreeMap<>();
    final Set<String> tenants = ConcurrentHashMap.newKeySet();
    final AtomicInteger underWay = new AtomicInteger();
    int mostUnderWay;
    int ranges;
    Duration takes = Duration.ZERO;
    boolean hangs;
    boolean pastAway;

    FakeProbe(Scheduler clock, Instant from, double value) {
        this.clock = clock;
        values.put(from, value);
    }

    void from(Instant at, double value) {
        values.put(at, value);
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return Mono.defer(() -> {
            mostUnderWay = Math.max(mostUnderWay, underWay.incrementAndGet());
            Mono<Evidence> answer = hangs ? Mono.never() : Mono.just(values(nodes, at));
            return (takes.isZero() ? answer : answer.delayElement(takes, clock))
                    .doFinally(signalType -> underWay.decrementAndGet());
        });
    }

    private Evidence values(List<String> nodes, Instant at) {
        double[] out = new double[nodes.size()];
        java.util.Arrays.fill(out, values.floorEntry(at).getValue());
        return Evidence.Values.of(out);
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        return Mono.fromSupplier(() -> {
            ranges++;
            List<Past> out = new ArrayList<>();
            for (Instant at = from; !at.isAfter(to); at = at.plus(step)) {
                out.add(new Past(at, pastAway ? new Evidence.QueryError("prom is away") : values(nodes, at)));
            }
            return out;
        });
    }

    @Override
    public Optional<String> unreadable(Source source) {
        return source instanceof Source.Prometheus prometheus
                        && prometheus.server().equals("prom")
                ? Optional.empty()
                : Optional.of("server is not configured");
    }

    @Override
    public Probe of(Source source, String tenant) {
        tenants.add(tenant);
        return this;
    }
}
