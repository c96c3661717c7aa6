package dev.tidegate.gateway.people;

import dev.tidegate.rollout.audit.AuditEntry;
import reactor.core.publisher.Mono;

/** Where sessions are kept. */
public interface Sessions {
    /** Adds one; what is over goes away with it, and the oldest when somebody has too many. */
    Mono<Boolean> open(OpenSession session, AuditEntry entry);

    /** False when there is none. */
    Mono<Boolean> close(String hash, AuditEntry entry);
}
