package dev.tidegate.gateway.people.flow;

import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.people.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Keeps the register in memory. Every second it asks whether there is a newer one, so that what is revoked at one gateway
 * stops at all of them within a few seconds; who writes here, or meets somebody unknown, does not wait for that second.
 * While PostgreSQL does not answer, what was known last goes on to hold: senders must be heard then most of all.
 */
public final class RegisterFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RegisterFeed.class);
    private static final Duration EACH = Duration.ofSeconds(1);
    /** However many unknown people knock, the database is asked this often at most. */
    private static final Duration AT_MOST_EACH = Duration.ofMillis(250);

    private final Register.Source source;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final AtomicReference<Register> register = new AtomicReference<>(Register.EMPTY);
    private final AtomicReference<Instant> read = new AtomicReference<>(Instant.EPOCH);
    private final Map<String, Long> usedOn = new ConcurrentHashMap<>();
    private final Set<String> toNote = ConcurrentHashMap.newKeySet();
    private final Mono<Register> soon;

    public RegisterFeed(
            Register.Source source, Tokens tokens, InstantSource clock, Scheduler scheduler, MeterRegistry meters) {
        this.source = source;
        this.tokens = tokens;
        this.clock = clock;
        this.scheduler = scheduler;
        this.soon = Mono.defer(this::refresh).cache(AT_MOST_EACH, scheduler);
        TimeGauge.builder("tidegate.people.register.age", this, TimeUnit.SECONDS, RegisterFeed::age)
                .register(meters);
    }

    private double age() {
        return Duration.between(read.get(), clock.instant()).toMillis() / 1000.0;
    }

    /** As it is known here. */
    public Register register() {
        return register.get();
    }

    /** Asks, and reads when there is something new. */
    public Mono<Register> refresh() {
        return source.revision()
                .flatMap(revision -> revision == register().revision() ? Mono.just(register()) : source.load())
                .map(this::take);
    }

    /** The register as of a quarter of a second ago or later; what is known here when the database does not answer. */
    public Mono<Register> soon() {
        // what was read then may have been overtaken since
        return soon.map(read -> register()).onErrorResume(failure -> {
            LOG.warn("who is unknown here stays so, because the database does not answer: {}", failure.toString());
            return Mono.just(register());
        });
    }

    private Register take(Register read) {
        this.read.set(clock.instant());
        return register.accumulateAndGet(read, (known, other) -> other.revision() >= known.revision() ? other : known);
    }

    /** A token was used; its day is noted with the next round. */
    public void used(String token, Instant now) {
        long day = now.getEpochSecond() / Duration.ofDays(1).toSeconds();
        Long before = usedOn.get(token);
        if (before == null || before != day) {
            usedOn.put(token, day);
            toNote.add(token);
        }
    }

    /** Runs until disposed. */
    public Disposable start() {
        return Flux.interval(EACH, scheduler)
                .onBackpressureDrop()
                .concatMap(
                        beat -> refresh().then(noteUse()).onErrorResume(failure -> {
                            LOG.warn("people and tokens stay as they were known: {}", failure.toString());
                            return Mono.empty();
                        }),
                        1)
                .subscribe();
    }

    private Mono<Long> noteUse() {
        Set<String> noted = Set.copyOf(toNote);
        if (noted.isEmpty()) {
            return Mono.just(0L);
        }
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return tokens.used(noted, day).doOnNext(rows -> toNote.removeAll(noted));
    }

    /** Which tokens have a day to be noted; for tests. */
    Set<String> toNote() {
        return toNote.stream().collect(Collectors.toUnmodifiableSet());
    }
}
