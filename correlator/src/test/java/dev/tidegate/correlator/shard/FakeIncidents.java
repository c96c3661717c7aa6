package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.incident.Happening;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Incidents by the simplest rule there is: one per scope. Resolved at once when nothing fires, closed ten minutes on. */
final class FakeIncidents implements IncidentSide {
    static final Duration CLOSES_AFTER = Duration.ofMinutes(10);
    private static final Reason REASON = new Reason("opened", 1, 0.5, Map.of());

    private static final class Incident {
        final String id;
        final Scope scope;
        final long number;
        final Map<Long, Integer> members = new TreeMap<>();
        final TreeSet<Long> firing = new TreeSet<>();
        IncidentState state = IncidentState.OPEN;
        Instant openedAt = Instant.EPOCH;
        Instant changedAt = Instant.EPOCH;
        long version;

        Incident(Scope scope, long number) {
            this.scope = scope;
            this.number = number;
            id = scope.shortId() + "-" + number;
        }
    }

    private final Map<String, Incident> all = new TreeMap<>();
    private final Map<String, Long> numbers = new TreeMap<>();

    static FakeIncidents restore(ShardImage image) {
        FakeIncidents out = new FakeIncidents();
        image.scopes().forEach(scope -> out.numbers.put(scope.site(), scope.lastNumber()));
        for (IncidentImage row : image.incidents()) {
            Incident incident = new Incident(new Scope(row.tenant(), row.site()), row.number());
            incident.state = row.state();
            incident.openedAt = row.openedAt();
            incident.changedAt = row.updatedAt();
            incident.version = row.version();
            out.all.put(incident.id, incident);
        }
        for (MemberImage member : image.members()) {
            out.living(member.incident()).members.merge(member.fingerprint(), member.episode(), Math::max);
        }
        image.alerts().stream()
                .filter(alert -> alert.firing() || alert.flapping())
                .forEach(alert -> out.incidentOf(new Scope(alert.tenant(), alert.site()), alert.fingerprint())
                        .ifPresent(id -> out.living(id).firing.add(alert.fingerprint())));
        return out;
    }

    private Incident living(String id) {
        Incident incident = all.get(id);
        if (incident == null) {
            throw new IllegalArgumentException("no incident " + id);
        }
        return incident;
    }

    private Optional<Incident> current(Scope scope) {
        return all.values().stream()
                .filter(i -> i.scope.equals(scope) && i.state.alive())
                .findFirst();
    }

    @Override
    public List<IncidentFact> decide(Happening happening, Instant now) {
        return switch (happening) {
            case Happening.PolicySet set -> List.of(new IncidentFact.PolicyAdopted(set.policy(), now));
            case Happening.Asked asked ->
                List.of(new IncidentFact.Refused(
                        Scope.of(""),
                        null,
                        asked.command().toString(),
                        "a fake refuses",
                        asked.command().actor(),
                        now));
            case Happening.Ended ended ->
                current(ended.scope())
                        .filter(i -> i.firing.contains(ended.fingerprint()))
                        .<List<IncidentFact>>map(i -> List.of(new IncidentFact.Quieted(
                                ended.scope(), i.id, ended.fingerprint(), ended.episode(), now)))
                        .orElse(List.of());
            case Happening.Fired fired -> fired(fired, now);
        };
    }

    private List<IncidentFact> fired(Happening.Fired fired, Instant now) {
        Scope scope = fired.episode().scope();
        List<IncidentFact> out = new ArrayList<>();
        Optional<Incident> current = current(scope);
        long number = numbers.getOrDefault(scope.site(), 0L) + 1;
        String id = current.map(i -> i.id).orElse(scope.shortId() + "-" + number);
        if (current.isEmpty()) {
            out.add(new IncidentFact.Opened(scope, id, number, REASON, false, now));
        } else if (current.get().state == IncidentState.RESOLVED) {
            out.add(new IncidentFact.Reopened(
                    scope, id, fired.episode().alertname(), fired.episode().node(), now));
        }
        out.add(new IncidentFact.Joined(scope, id, fired.episode(), REASON, false, now));
        return out;
    }

    @Override
    public void apply(IncidentFact fact) {
        switch (fact) {
            case IncidentFact.Opened opened -> {
                Incident incident = new Incident(opened.scope(), opened.number());
                incident.openedAt = opened.at();
                numbers.put(opened.scope().site(), opened.number());
                all.put(incident.id, incident);
            }
            case IncidentFact.Joined joined -> {
                Incident incident = living(joined.incident());
                if (incident.members.getOrDefault(joined.episode().fingerprint(), 0)
                        >= joined.episode().episode()) {
                    throw new AssertionError("episode joined twice: " + joined);
                }
                incident.members.put(
                        joined.episode().fingerprint(), joined.episode().episode());
                incident.firing.add(joined.episode().fingerprint());
            }
            case IncidentFact.Quieted quieted -> {
                Incident incident = living(quieted.incident());
                Integer episode = incident.members.get(quieted.fingerprint());
                if (episode == null || episode != quieted.episode()) {
                    throw new AssertionError("ended episode " + quieted.episode() + ", known is " + episode);
                }
                incident.firing.remove(quieted.fingerprint());
            }
            case IncidentFact.Reopened reopened -> living(reopened.incident()).state = IncidentState.OPEN;
            case IncidentFact.Resolved resolved -> living(resolved.incident()).state = IncidentState.RESOLVED;
            case IncidentFact.Closed closed -> living(closed.incident()).state = IncidentState.CLOSED;
            default -> {}
        }
        String id = fact.incident();
        if (id != null) {
            living(id).changedAt = fact.at();
        }
    }

    @Override
    public Optional<Instant> due() {
        return all.values().stream()
                .filter(i -> i.firing.isEmpty() && i.state.alive())
                .map(FakeIncidents::dueOf)
                .min(Instant::compareTo);
    }

    private static Instant dueOf(Incident incident) {
        return incident.state == IncidentState.RESOLVED ? incident.changedAt.plus(CLOSES_AFTER) : incident.changedAt;
    }

    @Override
    public List<IncidentFact> tick(Instant now) {
        List<IncidentFact> out = new ArrayList<>();
        for (Incident i : all.values()) {
            if (i.firing.isEmpty() && i.state.alive() && !dueOf(i).isAfter(now)) {
                out.add(
                        i.state == IncidentState.RESOLVED
                                ? new IncidentFact.Closed(i.scope, i.id, now)
                                : new IncidentFact.Resolved(i.scope, i.id, null, null, now));
            }
        }
        return out;
    }

    @Override
    public IncidentImage image(String id) {
        Incident i = living(id);
        return new IncidentImage(
                i.id,
                i.scope.tenant(),
                i.scope.site(),
                i.number,
                i.state,
                Severity.UNKNOWN,
                "something is wrong",
                0,
                false,
                i.openedAt,
                i.changedAt,
                null,
                null,
                null,
                null,
                null,
                null,
                i.members.size(),
                i.firing.size(),
                0,
                List.of(),
                List.of(),
                REASON,
                List.of(),
                i.version);
    }

    @Override
    public IncidentImage glance(String id) {
        return image(id);
    }

    @Override
    public void versioned(String id, long eventSeq) {
        living(id).version = eventSeq;
    }

    @Override
    public List<ScopeImage> scopes() {
        return numbers.entrySet().stream()
                .map(e -> new ScopeImage(Scope.DEFAULT_TENANT, e.getKey(), e.getValue(), null))
                .toList();
    }

    @Override
    public Optional<String> incidentOf(Scope scope, long fingerprint) {
        return current(scope).filter(i -> i.members.containsKey(fingerprint)).map(i -> i.id);
    }
}
