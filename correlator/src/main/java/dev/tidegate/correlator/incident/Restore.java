package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes.AlertKey;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.ScopeImage;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the state from rows. Heat is laid anew from the members whose alerts are still kept, in the order they joined;
 * what their incidents count beyond them is taken from the rows.
 */
final class Restore {
    private static final Comparator<MemberImage> JOINED = Comparator.comparing(MemberImage::joinedAt)
            .thenComparing(MemberImage::incident)
            .thenComparingLong(MemberImage::fingerprint)
            .thenComparingInt(MemberImage::episode);

    private final State state;

    Restore(State state) {
        this.state = state;
    }

    void from(
            Collection<ScopeImage> scopes,
            Collection<IncidentImage> incidents,
            Collection<MemberImage> members,
            Collection<AlertImage> alerts) {
        for (ScopeImage image : scopes) {
            ScopeState scope = state.kept(new Scope(image.tenant(), image.site()));
            scope.lastNumber = image.lastNumber();
            scope.storm.since = image.stormSince();
        }
        Map<String, LiveIncident> living = new HashMap<>();
        List<IncidentImage> inOrder = incidents.stream()
                .filter(image -> image.state().alive())
                .sorted(Comparator.comparing(IncidentImage::tenant)
                        .thenComparing(IncidentImage::site)
                        .thenComparingLong(IncidentImage::number))
                .toList();
        for (IncidentImage image : inOrder) {
            LiveIncident incident = new LiveIncident(
                    image.id(),
                    new Scope(image.tenant(), image.site()),
                    image.number(),
                    image.opened(),
                    image.openedAt());
            incident.restore(image);
            state.add(incident);
            living.put(image.id(), incident);
        }
        members(living, members, alerts);
        for (IncidentImage image : inOrder) {
            LiveIncident incident = living.get(image.id());
            if (incident != null) {
                incident.complete(image);
                state.schedule(incident);
            }
        }
    }

    private void members(
            Map<String, LiveIncident> living, Collection<MemberImage> members, Collection<AlertImage> alerts) {
        Map<AlertKey, AlertImage> byKey = new HashMap<>();
        alerts.forEach(alert -> byKey.put(new AlertKey(alert.tenant(), alert.fingerprint()), alert));
        members.stream()
                .filter(member -> member.leftAt() == null)
                .sorted(JOINED)
                .forEach(image -> {
                    LiveIncident incident = living.get(image.incident());
                    AlertImage alert = byKey.get(new AlertKey(image.tenant(), image.fingerprint()));
                    // an older episode, or an alert that is no longer kept, is history: the incident's counts know it
                    if (incident != null && alert != null && alert.episode() == image.episode()) {
                        member(incident, image, alert);
                    }
                });
    }

    private void member(LiveIncident incident, MemberImage image, AlertImage alert) {
        Episode episode = new Episode(
                incident.scope,
                alert.fingerprint(),
                alert.episode(),
                alert.labels(),
                alert.alertname(),
                alert.severity(),
                alert.node(),
                alert.startsAt(),
                alert.firstSeen());
        Member member = new Member(episode, image.reason(), image.joinedAt(), incident, alert.firing());
        incident.add(member);
        ScopeState scope = state.kept(incident.scope);
        scope.countName(episode.alertname());
        state.settle(scope, member, Micros.of(image.joinedAt()));
    }
}
