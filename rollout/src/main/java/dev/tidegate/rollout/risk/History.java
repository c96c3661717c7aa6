package dev.tidegate.rollout.risk;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What came of changes before. */
public interface History {

    /**
     * Keeps how a rollout ended, with the score it began with; false when that is known already. One that ended well and was
     * taken back later has failed.
     */
    Mono<Boolean> record(Ended ended);

    /** How the same states and roles fared, and when these nodes were changed last. */
    Mono<Past> lookup(Collection<String> states, Collection<String> roles, Collection<String> nodes);

    /** How good scores have been. */
    Mono<Calibration> calibration();

    /**
     * The end of a rollout.
     *
     * @param failed whether it was pulled back, aborted, or left nodes that are not proven
     */
    record Ended(String rollout, String change, Instant at, boolean failed) {}

    /**
     * What is known of the past.
     *
     * @param runs of any change
     * @param last change of any of the nodes; empty when there was none
     */
    record Past(long runs, long failures, List<Evidence.History> fared, Optional<Instant> last) {
        private static final double PRIOR_RATE = 0.05;
        private static final double PRIOR_RUNS = 20;

        public Past {
            fared = List.copyOf(fared);
        }

        /** How often changes of this fleet fail: one of twenty, until its own past says otherwise. */
        public double baseRate() {
            return (failures + PRIOR_RATE * PRIOR_RUNS) / (runs + PRIOR_RUNS);
        }
    }
}
