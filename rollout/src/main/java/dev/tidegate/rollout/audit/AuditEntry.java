package dev.tidegate.rollout.audit;

import java.time.Instant;

/**
 * What is to be written down; the chain adds number and hashes.
 *
 * @param detail all that belongs to it, as JSON
 * @see AuditRecord
 */
public record AuditEntry(Instant at, String actor, String tenant, String action, String subject, String detail) {}
