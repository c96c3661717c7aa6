package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Cohort;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for when a watch was opened. It never changes.
 *
 * @param id unique; whoever opens it may choose it, and opening it again by the same id does nothing
 * @param name for people
 * @param policyText the policy as it was given
 * @param changedAt time of the change; may be past or to come
 * @param until when the watch closes by itself; null for never
 * @param openedBy who is to be asked
 */
public record WatchSpec(
        String id,
        String tenant,
        String name,
        String policyText,
        Cohort cohort,
        Instant changedAt,
        @Nullable Instant until,
        String openedBy,
        Instant openedAt) {}
