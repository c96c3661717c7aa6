package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Scope;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which alerts belong together, why, and what has become of them: the incidents of one partition.
 *
 * <p>Deterministic: no I/O, no clock. The owner calls {@link #decide} or {@link #tick} and {@link #apply} for each fact, in
 * order, before the next decision. One thread at a time.
 */
@SuppressWarnings("DoNotCallSuggester") // its body is on its way
public final class Incidents {
    /** The scope of facts that belong to none: a policy, a command for an incident nobody knows. */
    public static final Scope NOWHERE = Scope.of("");

    public Incidents(Policy policy) {}

    /** What a happening causes at a time of the log. Reads state, never changes it. */
    public List<IncidentFact> decide(Happening happening, Instant now) {
        throw new UnsupportedOperationException();
    }

    /** Changes state, never decides. */
    public void apply(IncidentFact fact) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #tick} is next worth calling; empty when time alone will cause nothing. */
    public Optional<Instant> due() {
        throw new UnsupportedOperationException();
    }

    /** What the passage of time alone has caused up to a time. Reads state, never changes it. */
    public List<IncidentFact> tick(Instant now) {
        throw new UnsupportedOperationException();
    }

    /** An incident as kept and shown, as it stands now; throws IllegalArgumentException for an id that never lived here. */
    public IncidentImage image(String id) {
        throw new UnsupportedOperationException();
    }

    /** Remembers the number of the latest event about an incident; {@link IncidentImage#version} shows it. */
    public void versioned(String id, long eventSeq) {
        throw new UnsupportedOperationException();
    }

    /** What has to be kept of the scopes beside their incidents, by tenant and site. */
    public List<ScopeImage> scopes() {
        throw new UnsupportedOperationException();
    }

    /** Where the latest episode of an alert belongs; empty when nowhere, or when that incident is over. */
    public Optional<String> incidentOf(Scope scope, long fingerprint) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes up where the rows left off. Called once, before anything else.
     *
     * @param incidents the living ones
     * @param members of those; the ones that left are ignored
     * @param alerts the members' alerts, as far as they are still kept
     */
    public void restore(
            Collection<ScopeImage> scopes,
            Collection<IncidentImage> incidents,
            Collection<MemberImage> members,
            Collection<AlertImage> alerts) {
        throw new UnsupportedOperationException();
    }
}
