package dev.tidegate.rollout.change;

import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The outbox of reminders. A row is claimed, told, and then marked with what became of it; a row whose claim has ended
 * without that is claimed again.
 */
public interface Reminders {

    /** Claims some that are due by the store's clock. */
    Mono<List<Reminder>> claim(String owner, Duration lease, int atMost);

    /** It was told; the channel takes its row from here. False when it was settled already. */
    Mono<Boolean> told(Reminder reminder, AuditEntry audit);

    /** Nobody needs to be told any more. */
    Mono<Boolean> dropped(Reminder reminder, String why);
}
