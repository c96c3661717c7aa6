package dev.tidegate.gateway.read;

import dev.tidegate.model.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert's episode in an incident, with the alert as it stands now.
 *
 * @param state of this episode; the alert itself may fire again in a later one
 * @param reason a JSON object: kind, weight, threshold, inputs
 * @param alert null when the alert's row is gone by retention
 */
public record MemberRow(
        String tenant,
        String fingerprint,
        int episode,
        Instant joinedAt,
        @Nullable Instant leftAt,
        MemberState state,
        String reason,
        @Nullable AlertRow alert) {

    /**
     * Place in an order of members.
     *
     * @param state not looked at where members are ordered as they joined
     * @param severity likewise
     */
    public record Place(MemberState state, Severity severity, Instant joinedAt, String fingerprint, int episode) {}

    public Place place() {
        return new Place(
                state, Severity.parse(alert == null ? null : alert.severity()), joinedAt, fingerprint, episode);
    }
}
