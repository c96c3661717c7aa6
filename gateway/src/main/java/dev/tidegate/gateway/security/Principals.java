package dev.tidegate.gateway.security;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** Recognises who asks. */
public interface Principals {
    /** Whose token this is; empty when it is nobody's. Asked once a request, so it is quick and does not block. */
    Optional<Identity> byToken(String token);

    /** Whose session this is, likewise. */
    Optional<Identity> bySession(String secret);

    /** Asks thoroughly, which takes its time: a password, or what was made elsewhere only a moment ago. */
    Mono<Recognition> ask(Credential credential, String address);
}
