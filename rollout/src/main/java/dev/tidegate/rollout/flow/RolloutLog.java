package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.RolloutEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What of a rollout is worth a line in the log of the process. */
final class RolloutLog {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutLog.class);

    private RolloutLog() {}

    static void tell(String rollout, RolloutEvent event) {
        switch (event) {
            case RolloutEvent.PhaseBegun begun ->
                LOG.info(
                        "rollout {} wave {}: {}, by {}: {}",
                        rollout,
                        begun.wave(),
                        begun.phase().word(),
                        begun.by(),
                        begun.reason());
            case RolloutEvent.Held held -> LOG.warn("rollout {} is held: {}", rollout, held.reason());
            case RolloutEvent.Yielded yielded ->
                LOG.info("rollout {} wave {} waits: {}", rollout, yielded.wave(), yielded.reason());
            case RolloutEvent.Insisted insisted ->
                LOG.warn("rollout {} wave {} goes back all the same: {}", rollout, insisted.wave(), insisted.reason());
            case RolloutEvent.NodeSettled settled -> {
                if (settled.state() != NodeState.PROVEN) {
                    LOG.warn(
                            "rollout {}: {} is {}: {}",
                            rollout,
                            settled.node(),
                            settled.state().word(),
                            settled.detail());
                }
            }
            default -> LOG.debug("rollout {}: {}", rollout, event);
        }
    }
}
