package dev.tidegate.health.watch;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A watch as it is stored.
 *
 * @param latest what was decided last; null before the first
 * @param seq numbers of frames up to here may have been used
 * @param owner which process runs it; null when none does
 */
public record WatchRow(
        WatchSpec spec,
        boolean open,
        @Nullable Instant closedAt,
        @Nullable String closedBy,
        @Nullable String closeReason,
        @Nullable VerdictRow latest,
        long seq,
        @Nullable String owner) {}
