package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.Leases.Standing;
import dev.tidegate.correlator.image.ShardStore.Claim;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Alerts to incidents, in this process: takes its fair share of the partitions, runs a {@link Lane} for each, brings time
 * to quiet shards, publishes their events and removes what is old.
 *
 * <p>Every few seconds a round renews the claims, says that this correlator is alive, and takes or gives up partitions as
 * {@link FairShare} says. While the database is away rounds fail and the lanes hold: a claim is lost only when somebody
 * else takes it, and then the database's epoch stops the former owner.
 */
public final class Correlator {
    private static final Logger log = LoggerFactory.getLogger(Correlator.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration WATCH = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(2);

    private final CorrelatorSettings settings;
    private final CorrelatorPorts ports;
    private final Core.Factory cores;
    private final InstantSource clock;
    private final int partitions;
    private final AppliedPositions positions;
    private final List<LaneMeters> meters;
    private final Map<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final Disposable.Composite running = Disposables.composite();
    private volatile boolean allTaken;
    private volatile boolean closing;

    /** @param clock says when a tick is worth appending; decides nothing else */
    public Correlator(CorrelatorSettings settings, CorrelatorPorts ports, InstantSource clock, MeterRegistry registry) {
        this(settings, ports, Core.runners(ports.commands()), clock, registry);
    }

    Correlator(
            CorrelatorSettings settings,
            CorrelatorPorts ports,
            Core.Factory cores,
            InstantSource clock,
            MeterRegistry registry) {
        this.settings = settings;
        this.ports = ports;
        this.cores = cores;
        this.clock = clock;
        this.partitions = ports.log().partitions();
        this.positions = new AppliedPositions(partitions, ports.applied());
        this.meters = IntStream.range(0, partitions)
                .mapToObj(partition -> new LaneMeters(registry, partition))
                .toList();
    }

    /** Begins to work, in the background; {@link #readiness()} tells when it does. */
    public void start() {
        every(settings.beat(), "a round of claims failed", this::round);
        every(TICK, "ticking failed", this::tickAll);
        every(WATCH, "the log's ends are unknown", this::watchEnds);
        running.add(Flux.interval(settings.sweepEvery())
                .onBackpressureDrop()
                .concatMap(i -> sweepAll().onErrorResume(told("retention failed")))
                .subscribe());
    }

    private void every(Duration period, String trouble, Supplier<Mono<Void>> work) {
        running.add(Flux.interval(Duration.ZERO, period)
                .onBackpressureDrop()
                .concatMap(i -> Mono.defer(work).onErrorResume(told(trouble)), 0)
                .subscribe());
    }

    private static <T> java.util.function.Function<Throwable, Mono<T>> told(String trouble) {
        return failure -> {
            log.warn("{}: {}", trouble, failure.toString());
            return Mono.empty();
        };
    }

    private Mono<Void> round() {
        List<Claim> claims = lanes.values().stream().map(Lane::claim).toList();
        return ports.leases()
                .renew(claims, settings.lease())
                .doOnNext(held ->
                        claims.stream().filter(claim -> !held.contains(claim)).forEach(this::lost))
                .then(ports.leases().beat(settings.node(), settings.lease()))
                .flatMap(this::takeShare);
    }

    private Mono<Void> takeShare(Standing standing) {
        FairShare share = FairShare.of(settings.node(), partitions, standing, lanes.keySet());
        if (standing.held().size() == partitions && lanes.size() + others(standing) == partitions) {
            allTaken = true;
        }
        return Flux.fromIterable(share.release())
                .concatMap(this::release)
                .thenMany(Flux.fromIterable(share.claim()).concatMap(this::claim))
                .then();
    }

    private int others(Standing standing) {
        return (int) standing.held().stream()
                .filter(holding -> !holding.owner().equals(settings.node()))
                .count();
    }

    private Mono<Void> claim(int partition) {
        return ports.store()
                .claim(partition, settings.node(), settings.lease())
                .doOnNext(this::run)
                .then();
    }

    private void run(Claim claim) {
        if (closing) {
            return; // it expires, or the same name claims it again
        }
        Lane lane = new Lane(claim, ports, cores, settings.policy(), positions, meters.get(claim.partition()));
        lanes.put(claim.partition(), lane);
        lane.start(() -> lost(claim));
        allTaken |= lanes.size() == partitions;
    }

    private void lost(Claim claim) {
        Lane lane = lanes.get(claim.partition());
        if (lane != null && lane.claim().equals(claim) && lanes.remove(claim.partition(), lane)) {
            lane.drop();
        }
    }

    private Mono<Void> release(int partition) {
        Lane lane = lanes.get(partition);
        return lane == null
                ? Mono.empty()
                : lane.stop()
                        .then(Mono.defer(() -> {
                            lanes.remove(partition, lane);
                            return ports.leases().release(lane.claim());
                        }))
                        .then();
    }

    private Mono<Void> tickAll() {
        return Flux.fromIterable(lanes.values())
                .flatMap(lane -> lane.tick(clock.instant()))
                .then();
    }

    private Mono<Void> watchEnds() {
        return ports.log()
                .ends()
                .timeout(ANSWER)
                .doOnNext(ends -> lanes.forEach((partition, lane) -> lane.ends(ends.get(partition))))
                .then();
    }

    private Mono<Void> sweepAll() {
        return Flux.fromIterable(lanes.keySet())
                .concatMap(partition -> ports.retention()
                        .sweep(partition, settings.keep())
                        .repeat(20)
                        .takeUntil(swept -> !swept.more(settings.keep())))
                .then();
    }

    /** How far the shards have read, wherever they run. */
    public Positions positions() {
        return positions;
    }

    /** The partitions that run here. */
    public Set<Integer> partitions() {
        return new TreeSet<>(lanes.keySet());
    }

    /** Asks the log and the database, each within two seconds. Until all partitions are taken once, nobody is ready. */
    public Mono<Readiness> readiness() {
        Mono<String> ofLog = answer("the log", ports.log().ends());
        Mono<String> ofDatabase = answer("the database", ports.applied().nextOffsets(partitions));
        return Mono.zip(ofLog, ofDatabase, (first, second) -> {
            List<String> waiting = new ArrayList<>(List.of(first, second));
            lanes.forEach((partition, lane) ->
                    waiting.add(lane.trouble().isEmpty() ? "" : "partition " + partition + ": " + lane.trouble()));
            waiting.add(allTaken ? "" : "not all partitions are taken yet");
            return new Readiness(
                    waiting.stream().filter(reason -> !reason.isEmpty()).toList());
        });
    }

    private static Mono<String> answer(String who, Mono<?> question) {
        return question.timeout(ANSWER)
                .map(answer -> "")
                .onErrorResume(failure -> Mono.just(who + " does not answer: " + failure.getMessage()));
    }

    /** Stops as a crash would: nothing is finished and nothing given up. */
    void abandon() {
        closing = true;
        running.dispose();
        lanes.values().forEach(Lane::drop);
    }

    /** Finishes the batches under way and gives the partitions up. Takes no more than ten seconds. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            closing = true;
            running.dispose();
            return Flux.fromIterable(new TreeSet<>(lanes.keySet()))
                    .flatMap(partition -> release(partition).onErrorResume(told("a partition was not released")))
                    .then(ports.leases().leave(settings.node()).timeout(LEAVE_WITHIN))
                    .onErrorResume(told("the correlator left without a word"))
                    .then();
        });
    }
}
