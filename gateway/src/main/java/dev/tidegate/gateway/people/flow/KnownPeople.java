package dev.tidegate.gateway.people.flow;

import dev.tidegate.gateway.people.AccessToken;
import dev.tidegate.gateway.people.Account;
import dev.tidegate.gateway.people.OpenSession;
import dev.tidegate.gateway.people.Register;
import dev.tidegate.gateway.security.Credential;
import dev.tidegate.gateway.security.HashedTokens;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Principals;
import dev.tidegate.gateway.security.Recognition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Recognises the shared tokens of the data directory, and people by their tokens, sessions and passwords. */
public final class KnownPeople implements Principals {
    private final HashedTokens shared;
    private final RegisterFeed feed;
    private final PasswordDesk desk;
    private final InstantSource clock;

    public KnownPeople(HashedTokens shared, RegisterFeed feed, PasswordDesk desk, InstantSource clock) {
        this.shared = shared;
        this.feed = feed;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public Optional<Identity> byToken(String token) {
        byte[] hash = HashedTokens.hash(token);
        Optional<Identity> known = shared.byHash(hash);
        return known.isPresent() || !token.startsWith(AccessToken.PREFIX)
                ? known
                : ofPerson(HexFormat.of().formatHex(hash));
    }

    private Optional<Identity> ofPerson(String hash) {
        Instant now = clock.instant();
        Register register = feed.register();
        Optional<AccessToken> token = register.token(hash, now);
        token.ifPresent(used -> feed.used(used.id(), now));
        return token.flatMap(register::bearer);
    }

    @Override
    public Optional<Identity> bySession(String secret) {
        Register register = feed.register();
        return register.session(hex(secret), clock.instant()).flatMap(session -> opener(register, session));
    }

    /** Who opened a session, as they are now: with the token they showed then, or by name. */
    private Optional<Identity> opener(Register register, OpenSession session) {
        @Nullable String token = session.token();
        @Nullable String person = session.person();
        if (token != null) {
            Optional<Identity> known = shared.byHash(HexFormat.of().parseHex(token));
            return known.isPresent() ? known : ofPerson(token);
        }
        return person == null ? Optional.empty() : register.account(person).map(Account::identity);
    }

    @Override
    public Mono<Recognition> ask(Credential credential, String address) {
        return switch (credential) {
            case Credential.None unused -> Mono.just(new Recognition.Unknown("nothing is presented"));
            case Credential.Token token ->
                token.text().startsWith(AccessToken.PREFIX)
                        ? feed.soon().map(read -> recognition(byToken(token.text())))
                        : Mono.just(recognition(byToken(token.text())));
            case Credential.Session session -> feed.soon().map(read -> recognition(bySession(session.secret())));
            case Credential.Password pair -> askPassword(pair, address);
        };
    }

    /** A token may stand for the password. */
    private Mono<Recognition> askPassword(Credential.Password pair, String address) {
        return pair.password().startsWith(AccessToken.PREFIX)
                ? ask(new Credential.Token(pair.password()), address)
                : desk.check(pair.name(), pair.password(), address)
                        .onErrorResume(RejectedExecutionException.class, full -> Mono.just(PasswordDesk.busy(full)));
    }

    private static Recognition recognition(Optional<Identity> known) {
        return known.<Recognition>map(Recognition.Known::new)
                .orElseGet(() -> new Recognition.Unknown("this is not known here"));
    }

    /** How a secret is written down. */
    public static String hex(String secret) {
        return HexFormat.of().formatHex(HashedTokens.hash(secret));
    }
}
