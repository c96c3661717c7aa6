package dev.tidegate.gateway.people;

import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Everybody who may come in, as of one revision. Never changes; a newer one takes its place. */
public final class Register {
    /** Nobody. */
    public static final Register EMPTY = new Register(-1, List.of(), List.of(), List.of());

    /** So many people there may be, tokens and sessions; what is beyond is refused when it is made. */
    public static final int MAX_PEOPLE = 10_000;

    public static final int MAX_TOKENS_OF_ONE = 50;
    public static final int MAX_SESSIONS_OF_ONE = 20;

    private final long revision;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<String, AccessToken> tokens = new HashMap<>();
    private final Map<String, OpenSession> sessions = new HashMap<>();

    public Register(long revision, List<Account> accounts, List<AccessToken> tokens, List<OpenSession> sessions) {
        this.revision = revision;
        accounts.forEach(account -> this.accounts.put(account.name(), account));
        tokens.forEach(token -> this.tokens.put(token.hash(), token));
        sessions.forEach(session -> this.sessions.put(session.hash(), session));
    }

    public long revision() {
        return revision;
    }

    /** A person who may sign in; empty when there is none of this name, or they are disabled. */
    public Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name)).filter(account -> !account.disabled());
    }

    /** A token that is valid now, of somebody who may come in. */
    public Optional<AccessToken> token(String hash, Instant now) {
        @Nullable AccessToken token = tokens.get(hash);
        return token != null && token.validAt(now) && account(token.person()).isPresent()
                ? Optional.of(token)
                : Optional.empty();
    }

    /** Who comes with a token: its person, with the roles both have. */
    public Optional<Identity> bearer(AccessToken token) {
        return account(token.person()).map(account -> {
            EnumSet<Role> both = EnumSet.noneOf(Role.class);
            both.addAll(account.roles());
            both.retainAll(token.roles());
            return new Identity(account.name(), both, account.tenant());
        });
    }

    /** A session that is not over. Whether who opened it may still come in is another question. */
    public Optional<OpenSession> session(String hash, Instant now) {
        @Nullable OpenSession session = sessions.get(hash);
        return session != null && now.isBefore(session.expiresAt()) ? Optional.of(session) : Optional.empty();
    }

    /** Where registers come from. */
    public interface Source {
        Mono<Long> revision();

        /** As of one moment. */
        Mono<Register> load();
    }
}
