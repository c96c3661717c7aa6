package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.FencedException;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.image.ShardStore.Claim;
import dev.tidegate.correlator.image.ShardStore.Committed;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.Loads;
import dev.tidegate.correlator.shard.ShardStats;
import dev.tidegate.model.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * One claimed partition at work: load the shard, read on where its rows left off, and for each micro-batch decide on the
 * lane's own thread and commit.
 *
 * <p>The next batch is decided while the one before is committed, so memory may be two batches ahead of the rows. That is
 * safe because every failure has the same answer: forget the memory, load the rows, read on from their offset. Nothing
 * is ever skipped; while the database or the log is away, the lane waits and the log keeps. Only being fenced ends it.
 *
 * <p>Rows do not hold all that memory knew. So that a replay of the log into empty tables gives the same rows, each load is
 * put on the log with its place; and a lane that finds such places ahead of it loads the shard there too.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration FINISH_WITHIN = Duration.ofSeconds(5);
    /** How long a lane that heard nothing but repeats lets more of them gather. */
    private static final Duration GATHER = Duration.ofMillis(50);
    /** A batch of this many records is cheap enough by itself. */
    private static final int GATHERED = 200;

    private static final Duration LAST_RELAY = Duration.ofSeconds(1);

    /** What a batch led to, with what was true right after it. */
    private record Decided(Changes changes, @Nullable Instant due, ShardStats stats) {}

    private final Claim claim;
    private final CorrelatorPorts ports;
    private final Core.Factory cores;
    private final Policy policy;
    private final AppliedPositions positions;
    private final LaneMeters meters;
    private final Relay relay;
    private final Ticker ticker;
    private final Scheduler thread;
    private final Disposable.Composite running = Disposables.composite();
    private final Sinks.One<Boolean> stopping = Sinks.one();
    private final Sinks.One<Boolean> ended = Sinks.one();
    private final AtomicInteger batchesInWork = new AtomicInteger();
    private final Set<String> openIncidents = new HashSet<>();
    private final Loads loads;
    private final LeftOutWords leftOut = new LeftOutWords();
    private volatile boolean loaded;
    private volatile String trouble = "";
    private volatile @Nullable Instant due;
    private volatile Instant clock = Instant.EPOCH;
    private volatile long nextOffset;

    Lane(
            Claim claim,
            CorrelatorPorts ports,
            Core.Factory cores,
            Policy policy,
            AppliedPositions positions,
            LaneMeters meters) {
        this.cores = cores;
        this.claim = claim;
        this.ports = ports;
        this.policy = policy;
        this.positions = positions;
        this.meters = meters;
        this.loads = new Loads(ports.commands());
        this.relay = new Relay(claim, ports.outbox(), ports.publisher());
        this.ticker = new Ticker(() ->
                ports.log().append(claim.partition(), ports.commands().write(new Command.Tick(EventImage.SYSTEM))));
        this.thread = Schedulers.newSingle("shard-" + claim.partition(), true);
    }

    Claim claim() {
        return claim;
    }

    /** Begins to work; the action runs when somebody else turns out to own the partition. */
    void start(Runnable onFenced) {
        running.add(Flux.defer(this::work)
                .doOnError(failure -> fail(failure))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(100))
                        .maxBackoff(Duration.ofSeconds(5))
                        .transientErrors(true)
                        .filter(failure -> !(failure instanceof FencedException)))
                .doFinally(signal -> ended.tryEmitValue(true))
                .subscribe(committed -> {}, fenced -> onFenced.run()));
        running.add(relay.run().subscribe(seq -> {}, fenced -> onFenced.run()));
    }

    /** Life after life: one up to each place ahead where the shard is loaded again, and then the one that does not end. */
    private Flux<Committed> work() {
        AtomicLong passed = new AtomicLong();
        AtomicBoolean goOn = new AtomicBoolean();
        return Flux.defer(() -> {
                    // the rows are as large as the shard: whoever takes them here is the last who has them
                    AtomicReference<@Nullable ShardImage> rows = new AtomicReference<>();
                    return ports.store()
                            .load(claim)
                            .flatMap(this::lookAhead)
                            .takeUntilOther(stopping.asMono())
                            .publishOn(thread)
                            .doOnNext(rows::set)
                            .thenMany(Flux.defer(() -> lives(rows, passed, goOn)));
                })
                .repeat(() -> goOn.getAndSet(false));
    }

    private Flux<Committed> lives(AtomicReference<@Nullable ShardImage> rows, AtomicLong passed, AtomicBoolean goOn) {
        ShardImage image = rows.get();
        if (image == null) {
            return Flux.empty(); // stopped before they were there
        }
        // a place before the log's first kept record is passed though no row moves on to it
        OptionalLong until = loads.after(Math.max(image.nextOffset(), passed.get()));
        if (until.isEmpty()) {
            return announce(image).thenMany(Flux.defer(() -> life(rows, Long.MAX_VALUE)));
        }
        return life(rows, until.getAsLong()).doOnComplete(() -> {
            passed.set(until.getAsLong());
            goOn.set(true);
        });
    }

    /** Reads on from where the rows left off, up to an offset. */
    private Flux<Committed> life(AtomicReference<@Nullable ShardImage> rows, long until) {
        ShardImage image = Objects.requireNonNull(rows.getAndSet(null), "the rows were taken before");
        Core core = restore(image);
        AtomicLong next = new AtomicLong(image.nextOffset());
        return ports.log()
                .read(claim.partition(), image.nextOffset())
                .doOnNext(batch -> noticeGap(next, batch))
                .takeUntil(batch -> batch.getLast().offset() + 1 >= until)
                .map(batch -> before(batch, until))
                .takeUntilOther(stopping.asMono())
                .concatMap(batch -> decide(core, batch), 0)
                .concatMap(this::commit, 1);
    }

    /** Only who begins at the beginning may find it gone: everybody else is refused by the log. */
    private void noticeGap(AtomicLong next, List<EventLog.Entry> batch) {
        long first = batch.getFirst().offset();
        if (next.getAndSet(Long.MAX_VALUE) == 0 && first > 0) {
            log.warn(
                    "partition {}: its tables are empty, and the log no longer holds what is before offset {}; what it"
                            + " still holds is read",
                    claim.partition(),
                    first);
        }
    }

    private static List<EventLog.Entry> before(List<EventLog.Entry> batch, long until) {
        return batch.getLast().offset() < until
                ? batch
                : batch.stream().filter(entry -> entry.offset() < until).toList();
    }

    /** Finds where the shard was loaded beyond what the rows know: nowhere, unless they are being made anew. */
    private Mono<ShardImage> lookAhead(ShardImage image) {
        return ports.log().ends().flatMap(ends -> {
            long end = ends.get(claim.partition());
            long from = Math.max(image.nextOffset(), loads.readTo());
            return from >= end
                    ? Mono.just(image)
                    : ports.log()
                            .read(claim.partition(), from)
                            .doOnNext(loads::read)
                            .takeUntil(batch -> batch.getLast().offset() + 1 >= end)
                            .then(Mono.just(image));
        });
    }

    private Core restore(ShardImage image) {
        Core core = cores.restore(image);
        openIncidents.clear();
        image.incidents().forEach(this::count);
        batchesInWork.set(0);
        nextOffset = image.nextOffset();
        due = core.due().orElse(null);
        clock = image.clock();
        leftOut.restored();
        meters.restored(image.nextOffset());
        positions.reached(claim.partition(), image.nextOffset());
        relay.wake(); // whatever a former owner left behind
        trouble = "";
        loaded = true;
        log.info(
                "partition {} is ours (epoch {}): {} alerts, {} incidents, reading on at {}",
                claim.partition(),
                claim.epoch(),
                image.alerts().size(),
                image.incidents().size(),
                image.nextOffset());
        return core;
    }

    /** That the shard was loaded, and the policy, go through the log like everything else that changes a shard. */
    private Mono<Void> announce(ShardImage image) {
        long offset = image.nextOffset();
        List<Command> news = new ArrayList<>();
        if (offset > 0 && !loads.contains(offset)) { // at the log's beginning there is nothing to forget
            news.add(new Command.Loaded(offset, EventImage.SYSTEM));
        }
        if (!policy.equals(image.policy())) {
            news.add(new Command.SetPolicy(policy, EventImage.SYSTEM));
        }
        return Flux.fromIterable(news)
                .concatMap(each ->
                        ports.log().append(claim.partition(), ports.commands().write(each)))
                .then();
    }

    /**
     * What a batch leads to. Each batch costs a poll, a fetch and a transaction, whatever is in it. So after one that
     * changed nothing, and was small, the next is asked for a moment later: under a load of repeats there is more in it,
     * and nobody waits for repeats.
     */
    private Flux<Decided> decide(Core core, List<EventLog.Entry> batch) {
        return take(core, batch)
                .flatMapMany(decided -> batch.size() < GATHERED
                                && decided.changes().isQuiet()
                        ? Flux.concat(
                                Mono.just(decided), Mono.delay(GATHER, thread).then(Mono.empty()))
                        : Mono.just(decided));
    }

    private Mono<Decided> take(Core core, List<EventLog.Entry> batch) {
        return Mono.fromCallable(() -> {
                    batchesInWork.incrementAndGet();
                    meters.took(batch.size());
                    Changes changes = core.take(batch);
                    return new Decided(changes, core.due().orElse(null), core.stats());
                })
                .subscribeOn(thread);
    }

    private Mono<Committed> commit(Decided decided) {
        return Mono.defer(() -> {
            long begin = System.nanoTime();
            return ports.store()
                    .commit(claim, decided.changes())
                    .doOnNext(committed -> committed(decided, Duration.ofNanos(System.nanoTime() - begin)));
        });
    }

    private void committed(Decided decided, Duration latency) {
        Changes changes = decided.changes();
        changes.incidents().forEach(this::count);
        nextOffset = changes.nextOffset();
        due = decided.due();
        clock = changes.clock();
        batchesInWork.decrementAndGet();
        meters.committed(changes.nextOffset(), decided.stats(), openIncidents.size(), latency);
        leftOut.news(decided.stats(), changes.clock())
                .ifPresent(news -> log.warn("partition {} {}", claim.partition(), news));
        positions.reached(claim.partition(), changes.nextOffset());
        if (!changes.events().isEmpty()) {
            relay.wake();
        }
    }

    private void count(IncidentImage incident) {
        if (incident.state() == IncidentState.OPEN || incident.state() == IncidentState.ACKNOWLEDGED) {
            openIncidents.add(incident.id());
        } else {
            openIncidents.remove(incident.id());
        }
    }

    private void fail(Throwable failure) {
        loaded = false;
        trouble = String.valueOf(failure.getMessage());
        if (failure instanceof FencedException) {
            log.warn("partition {} is given up: {}", claim.partition(), failure.getMessage());
        } else {
            meters.failed();
            log.warn("partition {} waits and is then loaded again: {}", claim.partition(), failure.toString());
        }
    }

    /** Appends a tick when something is due and nothing is being worked on. */
    Mono<EventLog.Appended> tick(Instant now) {
        return loaded && batchesInWork.get() == 0 ? ticker.tick(now, due, clock, nextOffset) : Mono.empty();
    }

    /** Empty when the shard is loaded; otherwise what is wrong. */
    String trouble() {
        return loaded ? "" : trouble.isEmpty() ? "being loaded" : trouble;
    }

    void ends(long offset) {
        meters.ends(offset);
    }

    /** Stops reading, finishes what is decided, publishes it if that is quick, and forgets. The claim is still held. */
    Mono<Void> stop() {
        return Mono.defer(() -> {
                    boolean idle = !loaded;
                    stopping.tryEmitValue(true);
                    return idle ? Mono.<Boolean>empty() : ended.asMono().timeout(FINISH_WITHIN);
                })
                .thenMany(Flux.defer(relay::drain).take(LAST_RELAY))
                .then()
                .onErrorResume(failure -> {
                    log.warn("partition {} is stopped in the middle: {}", claim.partition(), failure.toString());
                    return Mono.empty();
                })
                .doFinally(signal -> drop());
    }

    /** Stops at once and forgets. */
    void drop() {
        loaded = false;
        running.dispose();
        thread.dispose();
        meters.left();
        positions.left(claim.partition());
    }
}
