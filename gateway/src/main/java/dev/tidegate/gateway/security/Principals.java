package dev.tidegate.gateway.security;

import java.util.Optional;

/** Recognises tokens. Asked once a request, so it must be quick and must not block. */
public interface Principals {
    /** Whose token this is; empty when it is nobody's. */
    Optional<Identity> byToken(String token);
}
