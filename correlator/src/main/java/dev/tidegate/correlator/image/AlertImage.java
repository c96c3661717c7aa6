package dev.tidegate.correlator.image;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert identity and its current episode, as kept and shown.
 *
 * @param fingerprint see {@link dev.tidegate.model.Fingerprint}
 * @param node empty when no label names one
 * @param source the door its latest message came through
 * @param transitions recent changes of state by the log's clock, oldest first, for flap detection; bounded
 * @param episode counts up from 1 with each firing after a resolve
 * @param startsAt the sender's clock
 * @param endsAt the sender's clock; null while firing without a given end
 * @param firstSeen the log's clock, of this episode
 * @param lastSeen the log's clock, at the latest change that was written
 * @param repeats messages of this episode, at the latest change that was written
 * @param silencedBy ids of active silences that match it
 * @param inhibitedBy fingerprints of firing alerts that inhibit it, 16 hexadecimal digits
 * @param incident where its current or latest episode belongs; null when nowhere
 */
public record AlertImage(
        String tenant,
        String site,
        long fingerprint,
        String alertname,
        Severity severity,
        String node,
        Labels labels,
        Labels annotations,
        String generatorUrl,
        String source,
        boolean firing,
        boolean flapping,
        List<Instant> transitions,
        int episode,
        Instant startsAt,
        @Nullable Instant endsAt,
        Instant firstSeen,
        Instant lastSeen,
        long repeats,
        List<String> silencedBy,
        List<String> inhibitedBy,
        @Nullable String incident) {
    public AlertImage {
        transitions = List.copyOf(transitions);
        silencedBy = List.copyOf(silencedBy);
        inhibitedBy = List.copyOf(inhibitedBy);
    }

    public boolean suppressed() {
        return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
    }
}
