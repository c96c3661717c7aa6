package dev.tidegate.correlator.command;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a shard beside taking alerts. Commands travel the same log as the alerts, so that a replay sees
 * them at the same places; each names its actor for the audit.
 */
public sealed interface Command {
    /** Who asked: an authenticated name, or {@code tidegate} for what the system asks of itself. */
    String actor();

    /**
     * Creates a silence or replaces the one with this id. Sent to every partition, because a silence has no scope.
     *
     * @param id a UUID made at the door
     * @param tenant whose alerts it silences; empty for everybody's, as on logs from before silences had one
     */
    record PutSilence(
            String id,
            String tenant,
            Matchers matchers,
            Instant startsAt,
            Instant endsAt,
            String createdBy,
            String comment,
            String actor)
            implements Command {
        public PutSilence {
            tenant = Objects.requireNonNullElse(tenant, "");
        }
    }

    /** Ends a silence now. Sent to every partition; unknown ids change nothing. */
    record ExpireSilence(String id, String actor) implements Command {}

    /** A person takes the incident on. */
    record Acknowledge(String incident, @Nullable String comment, String actor) implements Command {}

    /** Takes an acknowledgement back. */
    record Unacknowledge(String incident, @Nullable String comment, String actor) implements Command {}

    /** A person declares the incident over; it reopens when a member fires anew. */
    record Resolve(String incident, @Nullable String comment, String actor) implements Command {}

    /** The incident's members move into another incident of the same scope; this one ends as merged. */
    record Merge(String incident, String into, @Nullable String comment, String actor) implements Command {}

    /**
     * Some members leave for an incident of their own and are not put together with the old one again.
     *
     * @param fingerprints 16 hexadecimal digits each
     */
    record Split(
            String incident,
            List<String> fingerprints,
            @Nullable String comment,
            String actor) implements Command {
        public Split {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    /** A remark on the incident's timeline. */
    record Comment(String incident, String text, String actor) implements Command {}

    /** The policy shards decide by from here on: rules, inhibition, limits, topology. Sent by a partition's owner. */
    record SetPolicy(Policy policy, String actor) implements Command {}

    /**
     * Nothing but the log's time. The owner of a partition appends it when something is due and no record has come; time
     * reaches a shard through the log alone, which is what makes a replay equal to the live run.
     */
    record Tick(String actor) implements Command {}

    /**
     * The shard was loaded from its rows as they stood at an offset, and what only memory knew was forgotten there. The
     * owner of a partition appends it before it goes on from that offset, so that a replay can load the shard at the same
     * place.
     */
    record Loaded(long offset, String actor) implements Command {}
}
