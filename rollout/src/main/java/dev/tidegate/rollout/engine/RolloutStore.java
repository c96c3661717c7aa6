package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Where rollouts and what happened in them are kept. Times of leases are the store's own, so that gateways whose clocks differ
 * agree.
 */
public interface RolloutStore {

    /** Keeps a new rollout that nobody runs yet; false when another of this change is under way. */
    Mono<Boolean> create(Brief brief, AuditEntry audit);

    /**
     * Claims rollouts that nobody runs, or that this owner ran before it was restarted.
     *
     * @param running what the owner runs now
     */
    Mono<List<Claimed>> claim(String owner, Duration lease, List<String> running, int atMost);

    /** Prolongs claims; gives back those that are not the owner's any more. */
    Mono<List<Hold>> renew(List<Hold> holds, Duration lease);

    /** Gives a rollout up, so that somebody else need not wait for the lease to end. */
    Mono<Boolean> release(Hold hold);

    /** The events after a number, in order, without gaps. */
    Mono<List<RolloutEvent>> events(String id, long after);

    /**
     * Writes down what has happened, with the answers that go with it and their entries in the audit, as a whole. What
     * somebody wants and nobody has answered keeps a rollout from being over.
     *
     * @return fails with {@link RolloutLostException} when fenced, with {@link QuorumTakenException} when another rollout has
     *     what this step takes
     */
    Mono<Appended> append(Hold hold, Step step);

    /**
     * Takes up a rollout that is over, for a way back that a person wants: what has happened is written down, and whoever
     * claims it next goes on. Never when something newer has come to its nodes since, or may yet.
     */
    Mono<Reopened> reopen(String id, Step step);

    /** What other rollouts of the same tenant have of these quorum groups. */
    Mono<List<Neighbour>> neighbours(String id, Set<String> groups);

    /** Keeps why the next step is not taken, for whoever looks; false when fenced. */
    Mono<Boolean> blocked(Hold hold, String reason);

    /**
     * Writes down what a person wants, for the gateway that runs the rollout; its number. Empty when it is over: nobody would
     * answer.
     */
    Mono<Long> ask(String id, RolloutCommand command, Instant at);

    /** What was asked of these and not answered, oldest first. */
    Mono<List<Asked>> asked(List<String> ids);

    /** The answer to what was asked; empty as long as there is none. */
    Mono<RolloutReply> answer(long number);

    /** A person has the health stream open, and will have for so long. */
    Mono<Boolean> present(String id, String person, Duration lasts);

    /** Who has the health stream of these open. */
    Mono<Map<String, Set<String>>> present(List<String> ids);

    /** Older rollouts under way that touch some of the same nodes, or publish packages at the same place. */
    Mono<List<Overlap>> overlaps(String id);

    /** The right to run a rollout. */
    record Hold(String id, long epoch) {}

    /** A rollout that was claimed. */
    record Claimed(Brief brief, Hold hold) {}

    /**
     * What was written.
     *
     * @param last number of the last event
     * @param over whether the rollout is over now
     */
    record Appended(long last, boolean over) {}

    /** What a person wants. */
    record Asked(String id, long number, RolloutCommand command) {}

    /** An answer to what was asked. */
    record Answer(long number, RolloutReply reply) {}

    /** Another rollout and the nodes that both touch, the first of them; none when it is about packages only. */
    record Overlap(String id, String title, long count, List<String> nodes) {}

    /**
     * What came of taking up a rollout again.
     *
     * @param done whether it was; it was not over, or had gone on, when nothing is in its way and it was not
     * @param later rollouts that began after it on some of its nodes, and did not go back themselves
     */
    record Reopened(boolean done, List<Overlap> later) {
        public Reopened {
            later = List.copyOf(later);
        }
    }

    /**
     * What goes together.
     *
     * @param after number of the last event before
     * @param phase after it
     * @param over whether nothing is left to do, unless somebody wants something
     * @param grips what it has of quorum groups after it; empty when that is as it was
     */
    record Step(
            long after,
            List<RolloutEvent> events,
            List<Answer> answers,
            List<AuditEntry> audit,
            Phase phase,
            boolean over,
            Optional<Grips> grips) {
        public Step {
            events = List.copyOf(events);
            answers = List.copyOf(answers);
            audit = List.copyOf(audit);
        }

        /** One after which it has what it had of quorum groups. */
        public Step(
                long after,
                List<RolloutEvent> events,
                List<Answer> answers,
                List<AuditEntry> audit,
                Phase phase,
                boolean over) {
            this(after, events, answers, audit, phase, over, Optional.empty());
        }

        /** Whether a group that it did not have may be nobody else's: when a wave begins. */
        public boolean begins() {
            return phase == Phase.APPLYING;
        }

        /** @param insists whether it takes what it needs, whoever has it */
        public record Grips(List<Grip> all, boolean insists) {
            public Grips {
                all = List.copyOf(all);
            }
        }
    }
}
