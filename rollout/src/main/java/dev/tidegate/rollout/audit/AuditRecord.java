package dev.tidegate.rollout.audit;

import java.time.Instant;

/**
 * One thing that was done.
 *
 * @param number from 1, without gaps
 * @param at when, by the clock of who wrote it
 * @param actor who: a person, or {@code tidegate} itself
 * @param tenant whose it is about
 * @param action what, such as {@code change.approved}
 * @param subject to what, such as a rollout's id
 * @param detail all that belongs to it, as JSON
 * @param before hash of the record before; 64 zeros for the first
 * @param hash over all of the above
 */
public record AuditRecord(
        long number,
        Instant at,
        String actor,
        String tenant,
        String action,
        String subject,
        String detail,
        String before,
        String hash) {}
