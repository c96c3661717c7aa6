package dev.tidegate.rollout.window;

import dev.tidegate.rollout.audit.AuditEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where calendars are kept. */
public interface Calendars {

    /** The calendars of a tenant and those of all; an empty tenant sees every one. */
    Mono<List<Sheet>> sheets(String tenant);

    /**
     * Replaces the calendars that a tenant keeps; an empty tenant replaces all.
     *
     * @return those that are there now
     */
    Mono<List<Sheet>> replace(String tenant, List<Sheet> sheets, AuditEntry audit);
}
