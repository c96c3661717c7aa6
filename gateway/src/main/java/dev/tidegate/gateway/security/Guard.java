package dev.tidegate.gateway.security;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;

/** Decides about one request, at once and without allocating much: it stands in front of the hot path. */
final class Guard {
    /** What is decided. */
    sealed interface Decision {
        /** Come in; null where nobody is asked and nobody said. */
        record Pass(@Nullable Identity identity) implements Decision {}

        /** Who are you? 401. */
        record Unknown(String why) implements Decision {}

        /** Not you. 403. */
        record Forbidden(Identity identity, Role asked) implements Decision {}
    }

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
        @Nullable Role asked = asked(method, path);
        if (asked == null) {
            return new Decision.Pass(null);
        }
        @Nullable String token = Credentials.token(headers);
        if (token == null) {
            return withoutToken(headers);
        }
        Optional<Identity> known = principals.byToken(token);
        if (known.isEmpty()) {
            return new Decision.Unknown("this token is not known here");
        }
        Identity identity = known.get();
        return identity.may(asked) ? new Decision.Pass(identity) : new Decision.Forbidden(identity, asked);
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

    private @Nullable Role asked(String method, PathContainer path) {
        for (Door door : doors) {
            if (door.leadsTo(method, path)) {
                return door.role();
            }
        }
        return Role.ADMIN;
    }
}
