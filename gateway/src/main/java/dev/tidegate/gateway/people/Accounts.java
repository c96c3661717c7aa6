package dev.tidegate.gateway.people;

import dev.tidegate.rollout.audit.AuditEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where people are kept. Every write is noted in the audit with it, or not done. */
public interface Accounts {
    /** All, by name. */
    Mono<List<Account>> all();

    /** Empty when there is none. */
    Mono<Account> one(String name);

    /** False when there is one of this name, or there are {@link Register#MAX_PEOPLE}. */
    Mono<Boolean> add(Account account, AuditEntry entry);

    /** Changes rights. Their sessions end; false when there is none of this name. */
    Mono<Boolean> change(Account account, AuditEntry entry);

    /** Changes the password. Their sessions end; false when there is none of this name. */
    Mono<Boolean> password(String name, String hash, AuditEntry entry);
}
