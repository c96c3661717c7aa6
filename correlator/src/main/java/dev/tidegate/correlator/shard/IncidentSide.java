package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.correlator.incident.Happening;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.correlator.incident.Incidents;
import dev.tidegate.model.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the shard needs of the incidents; see {@link Incidents} for what each means. */
interface IncidentSide {
    List<IncidentFact> decide(Happening happening, Instant now);

    void apply(IncidentFact fact);

    Optional<Instant> due();

    List<IncidentFact> tick(Instant now);

    IncidentImage image(String id);

    IncidentImage glance(String id);

    void versioned(String id, long eventSeq);

    List<ScopeImage> scopes();

    Optional<String> incidentOf(Scope scope, long fingerprint);

    static IncidentSide of(Incidents incidents) {
        return new IncidentSide() {
            @Override
            public List<IncidentFact> decide(Happening happening, Instant now) {
                return incidents.decide(happening, now);
            }

            @Override
            public void apply(IncidentFact fact) {
                incidents.apply(fact);
            }

            @Override
            public Optional<Instant> due() {
                return incidents.due();
            }

            @Override
            public List<IncidentFact> tick(Instant now) {
                return incidents.tick(now);
            }

            @Override
            public IncidentImage image(String id) {
                return incidents.image(id);
            }

            @Override
            public IncidentImage glance(String id) {
                return incidents.glance(id);
            }

            @Override
            public void versioned(String id, long eventSeq) {
                incidents.versioned(id, eventSeq);
            }

            @Override
            public List<ScopeImage> scopes() {
                return incidents.scopes();
            }

            @Override
            public Optional<String> incidentOf(Scope scope, long fingerprint) {
                return incidents.incidentOf(scope, fingerprint);
            }
        };
    }
}
