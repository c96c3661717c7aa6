package dev.tidegate.gateway.security;

import dev.tidegate.gateway.security.Door.Lets;
import java.util.List;
import java.util.Optional;
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
            case Lets.Some some -> decide(some, headers);
        };
    }

    private Decision decide(Lets.Some asked, HttpHeaders headers) {
        @Nullable String token = Credentials.token(headers);
        if (token == null) {
            return withoutToken(headers);
        }
        Optional<Identity> known = principals.byToken(token);
        return known.isEmpty() ? new Decision.Unknown("this token is not known here") : admit(known.get(), asked);
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
            return new Decision.Unknown("a token is needed: Authorization: Bearer TOKEN, or basic with it as password");
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
