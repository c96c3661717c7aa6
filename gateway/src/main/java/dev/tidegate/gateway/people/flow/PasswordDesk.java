package dev.tidegate.gateway.people.flow;

import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.Attempts;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.gateway.security.HashedTokens;
import dev.tidegate.gateway.security.Recognition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Checks names and passwords. A check is slow on purpose, so it is done on threads of its own, a few at a time; what was
 * right a moment ago is known without one, for as long as the person's hash is the same; who is wrong too often waits.
 */
public final class PasswordDesk {
    /** So many right pairs are remembered, and for so long. */
    static final int REMEMBERED = 1_000;

    static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);
    private static final String WRONG = "this name and password are not known here";

    /** What was right: against which hash, and until when that counts. */
    private record Right(String hash, Instant until) {}

    private final RegisterFeed feed;
    private final PasswordEncoder encoder;
    private final Scheduler threads;
    private final InstantSource clock;
    private final Attempts attempts = new Attempts();
    private final Counter wrong;
    private final String pepper;
    private final Map<String, Mono<Recognition>> underWay = new ConcurrentHashMap<>();
    private final Map<String, Right> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Right> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * @param threads where hashes are made; bounded, also in what waits for them
     * @param pepper a secret of this process, so that what is remembered says nothing
     */
    public PasswordDesk(
            RegisterFeed feed,
            PasswordEncoder encoder,
            Scheduler threads,
            InstantSource clock,
            String pepper,
            MeterRegistry meters) {
        this.feed = feed;
        this.encoder = encoder;
        this.threads = threads;
        this.clock = clock;
        this.pepper = pepper;
        this.wrong = meters.counter("tidegate.people.wrong.passwords");
        meters.gauge("tidegate.people.attempts.kept", attempts, Attempts::size);
    }

    /** Whose name and password these are. */
    public Mono<Recognition> check(String name, String password, String address) {
        return Mono.defer(() -> {
            String key = key(name, password);
            Optional<Account> account = feed.register().account(name);
            if (account.isPresent() && remembers(key, account.get().password())) {
                return Mono.just(new Recognition.Known(account.get().identity()));
            }
            return underWay.computeIfAbsent(
                    key + address,
                    same -> slowly(name, password, address, key)
                            .doFinally(signal -> underWay.remove(same))
                            .cache());
        });
    }

    /** Hashes a new password. */
    public Mono<String> hash(String password) {
        return Mono.fromCallable(() -> String.valueOf(encoder.encode(password))).subscribeOn(threads);
    }

    private Mono<Recognition> slowly(String name, String password, String address, String key) {
        return Mono.defer(() -> {
            Duration wait = attempts.begin(name, address, clock.instant());
            return wait.isZero()
                    ? feed.soon()
                            .flatMap(register -> matches(register.account(name), password)
                                    .map(right ->
                                            outcome(right ? register.account(name) : Optional.empty(), key, address)))
                    : Mono.just(new Recognition.Later(
                            ProblemKind.TOO_MANY_REQUESTS,
                            "too many wrong passwords for this name from this address; Retry-After says how long to wait",
                            wait));
        });
    }

    private Mono<Boolean> matches(Optional<Account> account, String password) {
        return Mono.fromCallable(() -> {
                    if (account.isEmpty()) {
                        // for somebody who is not there the answer takes as long
                        return encoder.encode(password) == null;
                    }
                    return encoder.matches(password, account.get().password());
                })
                .subscribeOn(threads);
    }

    private Recognition outcome(Optional<Account> account, String key, String address) {
        if (account.isEmpty()) {
            wrong.increment();
            return new Recognition.Unknown(WRONG);
        }
        attempts.right(account.get().name(), address);
        synchronized (remembered) {
            remembered.put(
                    key, new Right(account.get().password(), clock.instant().plus(REMEMBERED_FOR)));
        }
        return new Recognition.Known(account.get().identity());
    }

    private boolean remembers(String key, String hash) {
        synchronized (remembered) {
            @Nullable Right right = remembered.get(key);
            return right != null && right.hash().equals(hash) && clock.instant().isBefore(right.until());
        }
    }

    private String key(String name, String password) {
        byte[] hash = HashedTokens.hash(pepper + name.length() + name + password);
        return HexFormat.of().formatHex(hash);
    }

    /** What a desk that is full says. */
    static Recognition busy(RejectedExecutionException full) {
        return new Recognition.Later(
                ProblemKind.UNAVAILABLE, "too many passwords are being checked", Duration.ofSeconds(1));
    }
}
