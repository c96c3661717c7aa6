package dev.tidegate.gateway.config;

import dev.tidegate.gateway.people.flow.KnownPeople;
import dev.tidegate.gateway.people.flow.PasswordDesk;
import dev.tidegate.gateway.people.flow.RegisterFeed;
import dev.tidegate.gateway.people.flow.Secrets;
import dev.tidegate.gateway.people.http.PeopleDoors;
import dev.tidegate.gateway.people.r2dbc.R2dbcAccounts;
import dev.tidegate.gateway.people.r2dbc.R2dbcRegister;
import dev.tidegate.gateway.people.r2dbc.R2dbcSessions;
import dev.tidegate.gateway.people.r2dbc.R2dbcTokens;
import dev.tidegate.gateway.security.HashedTokens;
import dev.tidegate.gateway.security.Principals;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Who is known: the tokens of the data directory, and people. */
@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {
    /** Passwords are checked on so many threads; so many more wait, and the rest is told to come back. */
    private static final int CHECKS_AT_ONCE = 2;

    private static final int CHECKS_WAITING = 64;
    /** What OWASP advises for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final String SCHEME = "pbkdf2-sha256-600000";

    @Bean(destroyMethod = "dispose")
    Scheduler passwords() {
        return Schedulers.newBoundedElastic(CHECKS_AT_ONCE, CHECKS_WAITING, "passwords", 60, true);
    }

    /** Each hash names its scheme, so that another can come later. */
    @Bean
    PasswordEncoder passwordEncoder() {
        PasswordEncoder pbkdf2 =
                new Pbkdf2PasswordEncoder("", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
        return new DelegatingPasswordEncoder(SCHEME, Map.of(SCHEME, pbkdf2));
    }

    /** Read once before the doors open. */
    @Bean
    RegisterFeed registerFeed(Pools pools, InstantSource clock, MeterRegistry meters) {
        RegisterFeed feed = new RegisterFeed(
                new R2dbcRegister(pools.readers()),
                new R2dbcTokens(pools.readers()),
                clock,
                Schedulers.parallel(),
                meters);
        Waiting.until(feed.refresh());
        return feed;
    }

    @Bean
    Secrets secrets(Scheduler passwords) {
        return new Secrets(passwords);
    }

    @Bean
    PasswordDesk passwordDesk(
            RegisterFeed feed,
            PasswordEncoder encoder,
            Scheduler passwords,
            Secrets secrets,
            InstantSource clock,
            MeterRegistry meters) {
        return new PasswordDesk(feed, encoder, passwords, clock, secrets.hex(), meters);
    }

    @Bean
    Principals principals(HashedTokens shared, RegisterFeed feed, PasswordDesk desk, InstantSource clock) {
        return new KnownPeople(shared, feed, desk, clock);
    }

    @Bean
    PeopleDoors peopleDoors(
            Pools pools,
            Principals principals,
            RegisterFeed feed,
            PasswordDesk desk,
            Secrets secrets,
            InstantSource clock) {
        return new PeopleDoors(
                new PeopleDoors.Stores(
                        new R2dbcAccounts(pools.readers()),
                        new R2dbcTokens(pools.readers()),
                        new R2dbcSessions(pools.readers())),
                principals,
                feed,
                desk,
                secrets,
                clock);
    }

    @Bean
    Worker knowingPeople(RegisterFeed feed) {
        return Worker.reading("the register of people", feed::start);
    }
}
