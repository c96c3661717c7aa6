package dev.tidegate.correlator.image;

import dev.tidegate.correlator.policy.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole shard as it is loaded from its rows.
 *
 * @param nextOffset where the log is read on
 * @param clock the time of the latest record that was taken in
 * @param eventSeq number of the latest event
 * @param policy null when none was ever set
 * @param untold incidents whose growth is still to be told, in the order in which they grew
 * @param members of living incidents only
 */
public record ShardImage(
        int partition,
        long nextOffset,
        Instant clock,
        long eventSeq,
        @Nullable Policy policy,
        List<ScopeImage> scopes,
        List<String> untold,
        List<AlertImage> alerts,
        List<IncidentImage> incidents,
        List<MemberImage> members,
        List<SilenceImage> silences) {
    public static ShardImage empty(int partition) {
        return new ShardImage(
                partition, 0, Instant.EPOCH, 0, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    }
}
