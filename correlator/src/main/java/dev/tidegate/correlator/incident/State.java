package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@link Incidents} remembers, and how each fact changes it. */
final class State {
    /** Incidents that are over and can still be shown, for the batch that ended them and for late questions. */
    static final int OVER_KEPT = 10_000;

    private final Predicate<Episode> events;
    private final Map<Scope, ScopeState> scopes = new LinkedHashMap<>();
    private final Map<String, LiveIncident> incidents = new HashMap<>();
    private final LinkedHashMap<String, LiveIncident> over = new LinkedHashMap<>();
    private final TreeSet<LiveIncident> due = new TreeSet<>(Comparator.comparing((LiveIncident i) -> orMax(i.due))
            .thenComparing(i -> i.scope.tenant())
            .thenComparing(i -> i.scope.site())
            .thenComparingLong(i -> i.number));
    private Policy policy;
    private Surroundings surroundings;
    private Joining joining;
    private Summary summary;

    State(Policy policy, Predicate<Episode> events) {
        this.events = events;
        this.policy = policy;
        surroundings = new Surroundings(policy);
        joining = new Joining(Dial.of(policy.correlation().strength()), events);
        summary = new Summary(surroundings, scopes);
    }

    Policy policy() {
        return policy;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Joining joining() {
        return joining;
    }

    Summary summary() {
        return summary;
    }

    /** A scope's state; a fresh one that is not kept when nothing is known of it. */
    ScopeState scope(Scope scope) {
        ScopeState known = scopes.get(scope);
        return known == null ? new ScopeState(scope) : known;
    }

    ScopeState kept(Scope scope) {
        return scopes.computeIfAbsent(scope, ScopeState::new);
    }

    Collection<ScopeState> scopes() {
        return scopes.values();
    }

    @Nullable
    Member member(Scope scope, long fingerprint) {
        ScopeState known = scopes.get(scope);
        return known == null ? null : known.members.get(fingerprint);
    }

    /** A living incident. */
    @Nullable
    LiveIncident living(String id) {
        return incidents.get(id);
    }

    int living() {
        return incidents.size();
    }

    /** An incident, living or over. */
    @Nullable
    LiveIncident known(String id) {
        LiveIncident living = incidents.get(id);
        return living == null ? over.get(id) : living;
    }

    Optional<Instant> due() {
        Instant next = due.isEmpty() ? Instant.MAX : orMax(due.first().due);
        for (ScopeState scope : scopes.values()) {
            if (scope.storm.since != null) {
                Instant look =
                        Micros.toInstant(scope.storm.calmAt(policy.correlation().stormAlertsPerMinute()));
                next = look.isBefore(next) ? look : next;
            }
        }
        return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    /** Incidents that something is due for. */
    List<LiveIncident> due(Instant now) {
        List<LiveIncident> out = new ArrayList<>();
        for (LiveIncident incident : due) {
            if (orMax(incident.due).isAfter(now)) {
                break;
            }
            out.add(incident);
        }
        return out;
    }

    /** Storms that have calmed down. */
    List<IncidentFact> stormsOver(Instant now) {
        List<IncidentFact> out = new ArrayList<>();
        int limit = policy.correlation().stormAlertsPerMinute();
        for (ScopeState scope : scopes.values()) {
            if (scope.storm.since == null) {
                continue;
            }
            int rate = scope.storm.rate(Micros.of(now));
            if (Storm.calm(rate, limit)) {
                out.add(new IncidentFact.StormEnded(scope.scope, rate, limit, now));
            }
        }
        return out;
    }

    void add(LiveIncident incident) {
        incidents.put(incident.id, incident);
    }

    void apply(IncidentFact fact) {
        switch (fact) {
            case IncidentFact.Opened opened -> opened(opened);
            case IncidentFact.Joined joined -> joined(joined);
            case IncidentFact.Quieted quieted -> quieted(quieted);
            case IncidentFact.Acknowledged acknowledged -> {
                LiveIncident incident = changed(acknowledged);
                incident.state = IncidentState.ACKNOWLEDGED;
                incident.acknowledgedAt = acknowledged.at();
                incident.acknowledgedBy = acknowledged.actor();
            }
            case IncidentFact.Unacknowledged unacknowledged -> {
                LiveIncident incident = changed(unacknowledged);
                incident.state = IncidentState.OPEN;
                incident.acknowledgedAt = null;
                incident.acknowledgedBy = null;
            }
            case IncidentFact.Resolved resolved -> {
                LiveIncident incident = changed(resolved);
                incident.state = IncidentState.RESOLVED;
                incident.resolvedAt = resolved.at();
                incident.resolvedBy = resolved.by();
                schedule(incident);
            }
            case IncidentFact.Reopened reopened -> reopen(changed(reopened));
            case IncidentFact.Closed closed -> {
                LiveIncident incident = changed(closed);
                incident.closedAt = closed.at();
                end(incident, IncidentState.CLOSED);
            }
            case IncidentFact.Merged merged -> merged(merged);
            case IncidentFact.Split split -> split(split);
            case IncidentFact.Commented commented -> changed(commented);
            case IncidentFact.StormBegan began -> kept(began.scope()).storm.since = began.at();
            case IncidentFact.StormEnded ended -> kept(ended.scope()).storm.since = null;
            case IncidentFact.Refused unused -> {}
            case IncidentFact.PolicyAdopted adopted -> adopt(adopted.policy());
        }
    }

    /** When an incident's state next changes by itself. */
    void schedule(LiveIncident incident) {
        Instant next = switch (incident.state) {
            case OPEN, ACKNOWLEDGED ->
                incident.firingCount() == 0 && !incident.members.isEmpty()
                        ? incident.updatedAt.plus(policy.timing().incidentQuiet())
                        : null;
            case RESOLVED -> {
                Instant since = incident.resolvedAt == null ? incident.updatedAt : incident.resolvedAt;
                yield since.plus(policy.timing().incidentReopen());
            }
            case CLOSED, MERGED -> null;
        };
        if (incident.due != null) {
            due.remove(incident);
        }
        incident.due = next;
        if (next != null) {
            due.add(incident);
        }
    }

    private void opened(IncidentFact.Opened opened) {
        ScopeState scope = kept(opened.scope());
        scope.lastNumber = Math.max(scope.lastNumber, opened.number());
        LiveIncident incident =
                new LiveIncident(opened.incident(), opened.scope(), opened.number(), opened.reason(), opened.at());
        incident.storm = opened.storm();
        add(incident);
    }

    private void joined(IncidentFact.Joined joined) {
        LiveIncident incident = changed(joined);
        Episode episode = joined.episode();
        ScopeState scope = kept(joined.scope());
        incident.storm |= joined.storm();
        incident.alertCount++;
        Member member = new Member(episode, joined.reason(), joined.at(), incident, true);
        incident.add(member);
        scope.storm.count(Micros.of(joined.at()));
        scope.countName(episode.alertname());
        settle(scope, member, Micros.of(joined.at()));
        schedule(incident);
    }

    /** Puts a member where later alerts can find it. */
    void settle(ScopeState scope, Member member, long at) {
        Episode episode = member.episode;
        scope.members.put(episode.fingerprint(), member);
        Surroundings.Around around = surroundings.of(episode, scope);
        scope.learn(around.node(), around.labelVertices());
        joining.touch(episode, around, member.incident, scope, at);
    }

    private void quieted(IncidentFact.Quieted quieted) {
        LiveIncident incident = changed(quieted);
        Member member = incident.members.get(quieted.fingerprint());
        if (member != null) {
            incident.quiet(member);
        }
        schedule(incident);
    }

    private void merged(IncidentFact.Merged merged) {
        LiveIncident from = changed(merged);
        LiveIncident into = existing(merged.into());
        into.updatedAt = merged.at();
        into.storm |= from.storm;
        Severity worst = from.severity();
        Summary.Result shown = summary.of(from);
        for (Member member : from.removeAll()) {
            into.barred.remove(member.episode.fingerprint());
            move(member, into, merged.reason(), merged.at());
        }
        from.into = into;
        end(from, IncidentState.MERGED);
        from.keep(shown, worst);
        schedule(into);
    }

    private void split(IncidentFact.Split split) {
        LiveIncident from = changed(split);
        LiveIncident into = existing(split.into());
        into.updatedAt = split.at();
        for (MemberImage moved : split.members()) {
            Member member = from.members.get(moved.fingerprint());
            if (moved.leftAt() == null && member != null) {
                from.remove(member);
                from.barred.add(moved.fingerprint());
                move(member, into, moved.reason(), split.at());
            }
        }
        schedule(from);
        schedule(into);
    }

    private void move(Member member, LiveIncident into, Reason why, Instant at) {
        long fingerprint = member.episode.fingerprint();
        into.alertCount++;
        Member newer = into.members.get(fingerprint);
        if (newer != null && newer.episode.episode() > member.episode.episode()) {
            return; // the row moves, but the alert's latest episode is what counts here
        }
        ScopeState scope = kept(into.scope);
        Member latest = scope.members.get(fingerprint);
        Member moved = new Member(member.episode, why, at, into, member.firing);
        into.add(moved);
        if (latest == null || latest == member) {
            settle(scope, moved, Micros.of(member.episode.seenAt()));
        }
    }

    private void reopen(LiveIncident incident) {
        incident.state = IncidentState.OPEN;
        incident.resolvedAt = null;
        incident.resolvedBy = null;
        incident.acknowledgedAt = null;
        incident.acknowledgedBy = null;
        schedule(incident);
    }

    private void end(LiveIncident incident, IncidentState how) {
        incident.state = how;
        schedule(incident);
        Map<Long, Member> members = kept(incident.scope).members;
        incident.members.values().forEach(member -> members.remove(member.episode.fingerprint(), member));
        incident.freeze(summary);
        incidents.remove(incident.id);
        over.put(incident.id, incident);
        if (over.size() > OVER_KEPT) {
            over.pollFirstEntry();
        }
    }

    private void adopt(Policy next) {
        policy = next;
        surroundings = new Surroundings(next);
        joining = new Joining(Dial.of(next.correlation().strength()), events);
        summary = new Summary(surroundings, scopes);
        incidents.values().forEach(this::schedule);
    }

    private LiveIncident changed(IncidentFact fact) {
        String id = fact.incident();
        if (id == null) {
            throw new IllegalStateException(fact.kind() + " names no incident");
        }
        LiveIncident incident = existing(id);
        incident.updatedAt = fact.at();
        return incident;
    }

    private LiveIncident existing(String id) {
        LiveIncident incident = incidents.get(id);
        if (incident == null) {
            throw new IllegalStateException("a fact speaks of incident " + id + ", which is not alive");
        }
        return incident;
    }

    private static Instant orMax(@Nullable Instant instant) {
        return instant == null ? Instant.MAX : instant;
    }
}
