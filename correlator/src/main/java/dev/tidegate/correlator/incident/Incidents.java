package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which alerts belong together, why, and what has become of them: the incidents of one partition.
 *
 * <p>Deterministic: no I/O, no clock. The owner calls {@link #decide} or {@link #tick} and {@link #apply} for each fact, in
 * order, before the next decision. One thread at a time.
 *
 * <p>An alert joins the open incident with the strongest total evidence above the threshold, or opens one; see {@link
 * Joining} for the evidence and {@link Dial} for its weights. An incident that lies wholly below a failing place of the
 * topology is merged into the older of those that place has lit up. See {@link
 * dev.tidegate.correlator.image.IncidentState} for the states.
 */
public final class Incidents {
    /** The scope of facts that belong to none: a policy, a command for an incident nobody knows. */
    public static final Scope NOWHERE = Scope.of("");

    private final State state;

    public Incidents(Policy policy) {
        this(policy, episode -> false);
    }

    /**
     * @param events which alerts are events of a detector rather than judged states; their windows are seconds, and time
     *     alone is evidence. Nothing is, in a gateway; see {@link Dial}
     */
    public Incidents(Policy policy, Predicate<Episode> events) {
        state = new State(policy, events);
    }

    /** What a happening causes at a time of the log. Reads state, never changes it. */
    public List<IncidentFact> decide(Happening happening, Instant now) {
        return switch (happening) {
            case Happening.Fired fired -> Arrival.decide(state, fired.episode(), now);
            case Happening.Ended ended -> ended(ended, now);
            case Happening.Asked asked -> Requests.decide(state, asked.command(), now);
            case Happening.PolicySet set -> List.of(new IncidentFact.PolicyAdopted(set.policy(), now));
        };
    }

    /** Changes state, never decides. */
    public void apply(IncidentFact fact) {
        state.apply(fact);
    }

    /** When {@link #tick} is next worth calling; empty when time alone will cause nothing. */
    public Optional<Instant> due() {
        return state.due();
    }

    /** What the passage of time alone has caused up to a time. Reads state, never changes it. */
    public List<IncidentFact> tick(Instant now) {
        List<IncidentFact> facts = new ArrayList<>();
        for (LiveIncident incident : state.due(now)) {
            facts.add(
                    switch (incident.state) {
                        case OPEN, ACKNOWLEDGED ->
                            new IncidentFact.Resolved(incident.scope, incident.id, null, null, now);
                        case RESOLVED, CLOSED, MERGED -> new IncidentFact.Closed(incident.scope, incident.id, now);
                    });
        }
        facts.addAll(state.stormsOver(now));
        return facts;
    }

    /** An incident as kept and shown, as it stands now; throws IllegalArgumentException for an id that never lived here. */
    public IncidentImage image(String id) {
        LiveIncident incident = known(id);
        incident.show(state.summary());
        return incident.image(state.summary());
    }

    /**
     * As {@link #image}, and leaves no trace. What an image shows stays shown until a member joins or leaves, so when
     * images are asked for must follow from the log; this one may be asked for at any time.
     */
    public IncidentImage glance(String id) {
        return known(id).image(state.summary());
    }

    private LiveIncident known(String id) {
        LiveIncident incident = state.known(id);
        if (incident == null) {
            throw new IllegalArgumentException("no incident " + id + " here");
        }
        return incident;
    }

    /** Remembers the number of the latest event about an incident; {@link IncidentImage#version} shows it. */
    public void versioned(String id, long eventSeq) {
        LiveIncident incident = state.known(id);
        if (incident != null) {
            incident.version = eventSeq;
        }
    }

    /** What has to be kept of the scopes beside their incidents, by tenant and site. */
    public List<ScopeImage> scopes() {
        return state.scopes().stream()
                .map(s -> new ScopeImage(s.scope.tenant(), s.scope.site(), s.lastNumber, s.storm.since))
                .sorted(Comparator.comparing(ScopeImage::tenant).thenComparing(ScopeImage::site))
                .toList();
    }

    /** Where the latest episode of an alert belongs; empty when nowhere, or when that incident is over. */
    public Optional<String> incidentOf(Scope scope, long fingerprint) {
        Member member = state.member(scope, fingerprint);
        return member == null ? Optional.empty() : Optional.of(member.incident.id);
    }

    /** How many incidents live. */
    public int living() {
        return state.living();
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
        new Restore(state).from(scopes, incidents, members, alerts);
    }

    private List<IncidentFact> ended(Happening.Ended ended, Instant now) {
        Member member = state.member(ended.scope(), ended.fingerprint());
        if (member == null || !member.firing || member.episode.episode() != ended.episode()) {
            return List.of();
        }
        return List.of(
                new IncidentFact.Quieted(ended.scope(), member.incident.id, ended.fingerprint(), ended.episode(), now));
    }
}
