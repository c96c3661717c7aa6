package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.alert.AlertFact;
import dev.tidegate.correlator.incident.IncidentFact;

/** Something that has happened in a shard. */
public sealed interface ShardFact {
    /** To an alert or a silence. */
    record OfAlert(AlertFact fact) implements ShardFact {}

    /** To an incident or a scope. */
    record OfIncident(IncidentFact fact) implements ShardFact {}
}
