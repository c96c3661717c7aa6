package dev.tidegate.gateway.rollout.flow;

import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutReads;
import dev.tidegate.rollout.engine.RolloutReads.Mark;
import dev.tidegate.rollout.engine.RolloutReads.Row;
import dev.tidegate.rollout.engine.RolloutStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * Rollouts for readers at this gateway, wherever they run: built from what is written, and built anew when more is. What runs
 * here is told at once; for the rest the store is asked how far it is, once for all readers of a rollout.
 */
public final class RolloutViews {
    private static final Duration LOOK = Duration.ofMillis(250);
    /** Views that are kept; the one that was not asked for the longest goes first. */
    private static final int KEPT = 200;
    /** Rollouts in the stream of all. */
    private static final int RECENT = 100;

    private final RolloutReads reads;
    private final RolloutStore store;
    private final Scheduler scheduler;
    private final Sinks.Many<String> changed = Sinks.many().multicast().directBestEffort();
    private final Map<String, Flux<RolloutView>> followed = new ConcurrentHashMap<>();
    private final Map<String, RolloutView> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RolloutView> eldest) {
            return size() > KEPT;
        }
    };

    public RolloutViews(RolloutReads reads, RolloutStore store, Scheduler scheduler) {
        this.reads = reads;
        this.store = store;
        this.scheduler = scheduler;
    }

    /** A rollout that runs here has changed; from any thread. */
    public void changed(String id) {
        synchronized (changed) {
            // who does not hear it looks by the clock
            Sinks.EmitResult unused = changed.tryEmitNext(id);
        }
    }

    /** Empty when the tenant may see none of this id. */
    public Mono<RolloutView> find(String id, String tenant) {
        return reads.find(id, tenant).flatMap(this::view);
    }

    /** The newest ones first. */
    public Mono<List<RolloutView>> list(String tenant, Set<Phase> phases, int atMost) {
        return reads.list(tenant, phases, atMost)
                .flatMapMany(Flux::fromIterable)
                .concatMap(this::view)
                .collectList();
    }

    private Mono<RolloutView> view(Row row) {
        RolloutView known = known(row.brief().id());
        if (known != null && known.mark().equals(row.mark())) {
            return Mono.just(known);
        }
        return store.events(row.brief().id(), 0).map(events -> {
            Rollout rollout = new Rollout(row.brief().terms());
            events.forEach(rollout::apply);
            Mark mark = new Mark(events.size(), row.mark().blocked());
            RolloutView view = new RolloutView(row.brief(), rollout, events, mark, row.updatedAt());
            synchronized (kept) {
                kept.put(row.brief().id(), view);
            }
            return view;
        });
    }

    private @Nullable RolloutView known(String id) {
        synchronized (kept) {
            return kept.get(id);
        }
    }

    /** One as it is now, and again whenever it has changed; for who has found it before. */
    public Flux<RolloutView> follow(String id) {
        return Flux.defer(() -> followed.computeIfAbsent(
                id,
                unused -> following(id)
                        .doFinally(signal -> followed.remove(id))
                        .replay(1)
                        .refCount(1)));
    }

    private Flux<RolloutView> following(String id) {
        return Flux.merge(
                        changed.asFlux().filter(id::equals).map(unused -> true),
                        Flux.interval(Duration.ZERO, LOOK, scheduler).map(tick -> true))
                .onBackpressureLatest()
                .concatMap(unused -> reads.marks(List.of(id)), 0)
                .flatMapIterable(Map::values)
                .distinctUntilChanged()
                .concatMap(mark -> find(id, ""), 1);
    }

    /** All of a tenant as they are now, and each again whenever it has changed. */
    public Flux<RolloutView> followAll(String tenant) {
        return Flux.defer(() -> {
            Map<String, Mark> told = new ConcurrentHashMap<>();
            return Flux.interval(Duration.ZERO, LOOK.multipliedBy(2), scheduler)
                    .onBackpressureDrop()
                    .concatMap(tick -> reads.recent(tenant, RECENT).flatMap(reads::marks), 0)
                    .concatMapIterable(Map::entrySet)
                    .filter(entry -> !entry.getValue().equals(told.put(entry.getKey(), entry.getValue())))
                    .concatMap(entry -> find(entry.getKey(), tenant), 1);
        });
    }
}
