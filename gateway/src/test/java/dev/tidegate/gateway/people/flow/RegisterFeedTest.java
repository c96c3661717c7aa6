package dev.tidegate.gateway.people.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.people.r2dbc.R2dbcAccounts;
import dev.tidegate.gateway.people.r2dbc.R2dbcRegister;
import dev.tidegate.gateway.people.r2dbc.R2dbcTokens;
import dev.tidegate.gateway.security.Credential;
import dev.tidegate.gateway.security.HashedTokens;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Recognition;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.rollout.audit.AuditEntry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.password.PasswordEncoder;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Two gateways on one database: what one does, the other knows. */
class RegisterFeedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SECRET = AccessToken.PREFIX + "0".repeat(64);
    /** Far ahead: what is over by its own clock the database leaves out. */
    private static final Instant NOW = Instant.parse("2126-11-23T12:00:00Z");

    private final ConnectionFactory connections = fresh();
    private final R2dbcAccounts accounts = new R2dbcAccounts(connections);
    private final R2dbcTokens tokens = new R2dbcTokens(connections);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final InstantSource clock = now::get;
    private final Here one = new Here();
    private final Here other = new Here();

    /** What a gateway has of it. */
    private final class Here {
        final RegisterFeed feed = new RegisterFeed(
                new R2dbcRegister(connections), tokens, clock, Schedulers.parallel(), new SimpleMeterRegistry());
        final PasswordDesk desk = new PasswordDesk(
                feed, new Reversed(), Schedulers.boundedElastic(), clock, "pepper", new SimpleMeterRegistry());
        final KnownPeople people = new KnownPeople(new HashedTokens(Map.of()), feed, desk, clock);

        Recognition ask(Credential credential) {
            return Objects.requireNonNull(people.ask(credential, "10.0.0.1").block(PATIENCE));
        }
    }

    /** Slow enough for a test. */
    private static final class Reversed implements PasswordEncoder {
        @Override
        public String encode(@Nullable CharSequence password) {
            return new StringBuilder(String.valueOf(password)).reverse().toString();
        }

        @Override
        public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
            return encode(password).equals(hash);
        }
    }

    private static ConnectionFactory fresh() {
        PostgresConnection at = SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(at.port())
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
    }

    private static AuditEntry entry(String action) {
        return new AuditEntry(NOW, "admin", "", action, "ann", "{}");
    }

    private Account ann() {
        Account ann =
                new Account("ann", "", Set.of(Role.VIEWER, Role.EXECUTOR), "drowssap eht ton", false, NOW, "admin");
        assertThat(accounts.add(ann, entry("user.added")).block(PATIENCE)).isTrue();
        return ann;
    }

    private void token(Set<Role> roles, Instant expiresAt) {
        AccessToken token =
                new AccessToken("t1", KnownPeople.hex(SECRET), "ann", "ci", roles, NOW, "admin", expiresAt, null, null);
        assertThat(tokens.add(token, entry("token.created")).block(PATIENCE)).isTrue();
    }

    @Test
    void aTokenMadeElsewhereIsKnownAtOnceAndOneRevokedElsewhereStopsByItself() {
        ann();
        token(Set.of(Role.EXECUTOR, Role.MONITOR), NOW.plusSeconds(3_600));
        assertThat(one.people.byToken(SECRET)).as("not read yet").isEmpty();
        assertThat(one.ask(new Credential.Token(SECRET)))
                .as("the roles both have")
                .isEqualTo(new Recognition.Known(new Identity("ann", Set.of(Role.EXECUTOR), "")));
        Disposable running = one.feed.start();
        try {
            assertThat(tokens.revoke("t1", NOW, entry("token.revoked")).block(PATIENCE))
                    .isTrue();
            Optional<Identity> gone = Flux.interval(Duration.ofMillis(50))
                    .onBackpressureDrop()
                    .map(beat -> one.people.byToken(SECRET))
                    .filter(Optional::isEmpty)
                    .blockFirst(Duration.ofSeconds(5));
            assertThat(gone).isEmpty();
        } finally {
            running.dispose();
        }
        assertThat(tokens.revoke("t1", NOW, entry("token.revoked")).block(PATIENCE))
                .isFalse();
    }

    @Test
    void aTokenEndsWithItsTimeItsPersonAndTheirRoles() {
        Account ann = ann();
        token(Set.of(Role.EXECUTOR), NOW.plusSeconds(60));
        one.feed.refresh().block(PATIENCE);
        assertThat(one.people.byToken(SECRET)).isPresent();
        now.set(NOW.plusSeconds(60));
        assertThat(one.people.byToken(SECRET)).isEmpty();
        now.set(NOW);
        accounts.change(ann.with("", Set.of(Role.VIEWER), false), entry("user.changed"))
                .block(PATIENCE);
        one.feed.refresh().block(PATIENCE);
        assertThat(one.people.byToken(SECRET))
                .hasValueSatisfying(known -> assertThat(known.roles()).isEmpty());
        accounts.change(ann.with("", ann.roles(), true), entry("user.disabled")).block(PATIENCE);
        one.feed.refresh().block(PATIENCE);
        assertThat(one.people.byToken(SECRET)).isEmpty();
    }

    @Test
    void aPasswordIsRememberedUntilItIsChangedAtAnyGateway() {
        ann();
        Credential right = new Credential.Password("ann", "not the password");
        assertThat(one.ask(right)).isInstanceOf(Recognition.Known.class);
        assertThat(one.ask(right)).isInstanceOf(Recognition.Known.class);
        assertThat(other.ask(right)).isInstanceOf(Recognition.Known.class);
        accounts.password("ann", "desrever", entry("user.password")).block(PATIENCE);
        one.feed.refresh().block(PATIENCE);
        assertThat(one.ask(right)).isInstanceOf(Recognition.Unknown.class);
        assertThat(one.ask(new Credential.Password("ann", "reversed"))).isInstanceOf(Recognition.Known.class);
        assertThat(one.ask(new Credential.Password("bob", "reversed"))).isInstanceOf(Recognition.Unknown.class);
    }

    @Test
    void manyAtOnceWithTheSamePasswordAreOneTry() {
        ann();
        Credential right = new Credential.Password("ann", "not the password");
        assertThat(Flux.range(0, 100)
                        .flatMap(number -> one.people.ask(right, "10.0.0.1"), 100)
                        .filter(Recognition.Known.class::isInstance)
                        .count()
                        .block(PATIENCE))
                .isEqualTo(100);
    }

    @Test
    void theDayOfUseIsNotedOnceADay() {
        ann();
        token(Set.of(Role.EXECUTOR), NOW.plusSeconds(3_600));
        one.feed.refresh().block(PATIENCE);
        Disposable running = one.feed.start();
        try {
            assertThat(one.people.byToken(SECRET)).isPresent();
            assertThat(Flux.interval(Duration.ofMillis(50))
                            .onBackpressureDrop()
                            .concatMap(beat -> tokens.of("ann"))
                            .filter(all -> "2126-11-23"
                                    .equals(String.valueOf(all.getFirst().usedOn())))
                            .blockFirst(Duration.ofSeconds(10)))
                    .isNotNull();
            assertThat(one.people.byToken(SECRET)).isPresent();
            assertThat(one.feed.toNote()).isEmpty();
        } finally {
            running.dispose();
        }
    }

    @Test
    void whatWasKnownHoldsWhileTheDatabaseDoesNotAnswer() {
        RegisterFeed cut = new RegisterFeed(
                new Register.Source() {
                    @Override
                    public Mono<Long> revision() {
                        return Mono.error(new IllegalStateException("down"));
                    }

                    @Override
                    public Mono<Register> load() {
                        return Mono.error(new IllegalStateException("down"));
                    }
                },
                tokens,
                clock,
                Schedulers.parallel(),
                new SimpleMeterRegistry());
        assertThat(cut.soon().block(PATIENCE)).isSameAs(cut.register());
    }
}
