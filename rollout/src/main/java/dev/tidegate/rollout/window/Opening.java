package dev.tidegate.rollout.window;

import java.time.Instant;
import java.util.Optional;

/** Whether a change may run at a time, and why. */
public sealed interface Opening {

    /**
     * It may.
     *
     * @param until when that ends; empty when it does not within {@link Calendar#HORIZON}
     */
    record Open(String reason, Optional<Instant> until) implements Opening {}

    /**
     * It may not.
     *
     * @param overridable whether an emergency with a named person goes before it
     * @param next when it may again; empty when not within {@link Calendar#HORIZON}
     */
    record Closed(String reason, boolean overridable, Optional<Instant> next) implements Opening {}
}
