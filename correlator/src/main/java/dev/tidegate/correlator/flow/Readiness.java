package dev.tidegate.correlator.flow;

import java.util.List;

/**
 * Whether requests can be served: log and database answer, and the shards held here are loaded.
 *
 * @param waitingFor what is missing, a sentence each; empty when ready
 */
public record Readiness(List<String> waitingFor) {
    public Readiness {
        waitingFor = List.copyOf(waitingFor);
    }

    public boolean ready() {
        return waitingFor.isEmpty();
    }
}
