package dev.tidegate.gateway.security;

import dev.tidegate.gateway.security.Door.Lets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;

/** Decides about one request, at once and without allocating much: it stands in front of the hot path. */
final class Guard {
    /** What is decided. */
    sealed interface Decision {
        /** Come in; null where nobody is asked. */
        record Pass(@Nullable Identity identity) implements Decision {}

        /** Who are you? 401. */
        record Unknown(String why) implements Decision {}

        /**
         * Ask thoroughly, then {@link Guard#after} decides.
         *
         * @param otherwise what becomes of it when nobody is recognised
         */
        record Ask(Credential credential, Lets.Some door, Decision otherwise) implements Decision {}

        /** Not now. */
        record Later(Recognition.Later later) implements Decision {}

        /** Not you. 403. */
        record Forbidden(String why) implements Decision {}
    }

    private static final Lets UNLISTED = new Lets.Some(Set.of(Role.ADMINISTRATOR), true);

    private final List<Door> doors;
    private final Principals principals;
    private final boolean anonymousLoopback;

    /** @param anonymousLoopback lets in who presents nothing; only right when nobody but this machine can connect */
    Guard(List<Door> doors, Principals principals, boolean anonymousLoopback) {
        this.doors = List.copyOf(doors);
        this.principals = principals;
        this.anonymousLoopback = anonymousLoopback;
    }

    Decision decide(String method, PathContainer path, HttpHeaders headers) {
        return switch (asked(method, path)) {
            case Lets.Anybody unused -> new Decision.Pass(null);
            case Lets.Some some -> decide(some, method, headers);
        };
    }

    private Decision decide(Lets.Some door, String method, HttpHeaders headers) {
        Credential credential = Credential.of(headers);
        return switch (credential) {
            case Credential.None unused -> withoutToken(headers);
            case Credential.Token token -> {
                Decision otherwise = new Decision.Unknown("this token is not known here");
                yield principals
                        .byToken(token.text())
                        .map(identity -> admit(identity, door))
                        .orElseGet(() -> new Decision.Ask(token, door, otherwise));
            }
            case Credential.Password pair ->
                principals
                        .byToken(pair.password())
                        .map(identity -> admit(identity, door))
                        .orElseGet(() -> new Decision.Ask(
                                pair, door, new Decision.Unknown("this name and password are not known here")));
            case Credential.Session session ->
                SameOrigin.harmless(method) || SameOrigin.certain(headers)
                        ? bySession(session, door, headers)
                        : new Decision.Forbidden(
                                "a session changes things from pages of this gateway only, and the browser does not say"
                                        + " that this came from one");
        };
    }

    private Decision bySession(Credential.Session session, Lets.Some door, HttpHeaders headers) {
        return principals
                .bySession(session.secret())
                .map(identity -> admit(identity, door))
                .orElseGet(() -> new Decision.Ask(
                        session,
                        door,
                        anonymousLoopback
                                ? withoutToken(headers)
                                : new Decision.Unknown("this session is over; sign in again")));
    }

    /** Decides with what came of asking. */
    static Decision after(Decision.Ask ask, Recognition recognition) {
        return switch (recognition) {
            case Recognition.Known known -> admit(known.identity(), ask.door());
            case Recognition.Unknown unused -> ask.otherwise();
            case Recognition.Later later -> new Decision.Later(later);
        };
    }

    private static Decision admit(Identity identity, Lets.Some asked) {
        if (!identity.may(asked.roles())) {
            return new Decision.Forbidden("this asks for the role " + words(asked.roles()) + "; " + identity.name()
                    + " has " + words(identity.roles()));
        }
        return asked.staffOnly() && !identity.staff()
                ? new Decision.Forbidden("this shows or changes things of all tenants, and " + identity.name()
                        + " is of tenant " + identity.tenant())
                : new Decision.Pass(identity);
    }

    private static String words(Set<Role> roles) {
        return roles.isEmpty()
                ? "none"
                : String.join(" or ", roles.stream().sorted().map(Role::word).toList());
    }

    private Decision withoutToken(HttpHeaders headers) {
        if (!anonymousLoopback) {
            return new Decision.Unknown(
                    "sign in, or show a token: Authorization: Bearer TOKEN, or basic with it as password");
        }
        return Loopback.meansThisMachine(headers)
                ? new Decision.Pass(Identity.ANONYMOUS)
                : new Decision.Unknown(
                        "without a token only requests to localhost are taken, and none from another site's pages");
    }

    private Lets asked(String method, PathContainer path) {
        for (Door door : doors) {
            if (door.leadsTo(method, path)) {
                return door.lets();
            }
        }
        return UNLISTED;
    }
}
