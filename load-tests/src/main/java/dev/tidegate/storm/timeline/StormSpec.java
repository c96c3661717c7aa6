package dev.tidegate.storm.timeline;

import dev.tidegate.storm.fault.FaultKind;
import java.time.Duration;
import java.util.Optional;

/**
 * Everything a storm is a function of.
 *
 * @param nodes size of the fleet, see {@link dev.tidegate.storm.fleet.FleetPlan}
 * @param seed settles every random choice
 * @param only the one fault to break, instead of some of each kind
 * @param messages how many alert messages the whole should have, resends included; 0 to resend once a minute, as
 *     Prometheus does, however many that makes
 */
public record StormSpec(int nodes, long seed, Optional<FaultKind> only, long messages) {
    /** The simulated time that a storm plays, at most about. */
    public static final Duration LENGTH = Duration.ofMinutes(40);
}
