package dev.tidegate.gateway.people;

import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Where tokens are kept. Every write but that of a day is noted in the audit with it, or not done. */
public interface Tokens {
    /**
     * The latest first; revoked ones too.
     *
     * @param person empty for all
     */
    Mono<List<AccessToken>> of(String person);

    /** False when the person has {@link Register#MAX_TOKENS_OF_ONE} already, or is not there. */
    Mono<Boolean> add(AccessToken token, AuditEntry entry);

    /** False when there is none of this id that is valid. */
    Mono<Boolean> revoke(String id, Instant at, AuditEntry entry);

    /** Notes the day of last use. */
    Mono<Long> used(Set<String> ids, LocalDate day);
}
