package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.alert.AlertFact;
import dev.tidegate.correlator.alert.Alerts;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.Changes.AlertKey;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.correlator.incident.IncidentFact;
import dev.tidegate.correlator.incident.Incidents;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows and events of one micro-batch, as facts are applied.
 *
 * <p>Rows are pictures taken when the input that changed them has had all its consequences, not at the end of the batch:
 * where batches begin and end must not show in them. The same picture is the subject of the input's events. Growth of an
 * incident is the exception: it is told when its turn comes (see {@link Growth}), and until then its row is a picture taken
 * at the end of the batch, so that no row is behind its members; the next picture takes that one's place.
 */
final class Collected {
    private static final String GREW = "incident.updated";

    private record MemberKey(String incident, String tenant, long fingerprint, int episode) {}

    private record Draft(
            long seq,
            Instant at,
            String kind,
            Scope scope,
            @Nullable String incident,
            @Nullable AlertKey alert,
            @Nullable SilenceImage silence,
            String actor,
            Map<String, String> details) {}

    private final Alerts alerts;
    private final IncidentSide incidentSide;
    private final Growth growth;
    private final Map<AlertKey, AlertImage> alertRows = new LinkedHashMap<>();
    private final Set<AlertKey> goneAlerts = new LinkedHashSet<>();
    private final Map<String, IncidentImage> incidentRows = new LinkedHashMap<>();
    private final Map<MemberKey, MemberImage> memberRows = new LinkedHashMap<>();
    private final Map<String, SilenceImage> silenceRows = new LinkedHashMap<>();
    private final Set<String> goneSilences = new LinkedHashSet<>();
    private final List<EventImage> events = new ArrayList<>();
    private final Set<AlertKey> touchedAlerts = new LinkedHashSet<>();
    private final Set<String> touchedIncidents = new LinkedHashSet<>();
    private final List<Draft> drafts = new ArrayList<>();
    private @Nullable Policy policy;
    private long eventSeq;

    Collected(Alerts alerts, IncidentSide incidentSide, Growth growth, long eventSeq) {
        this.alerts = alerts;
        this.incidentSide = incidentSide;
        this.growth = growth;
        this.eventSeq = eventSeq;
    }

    void add(ShardFact fact) {
        switch (fact) {
            case ShardFact.OfAlert of -> {
                if (of.fact() instanceof AlertFact.OfAlert about) {
                    addAlert(about, new AlertKey(about.scope().tenant(), about.fingerprint()));
                } else {
                    addOther(of.fact());
                }
            }
            case ShardFact.OfIncident of -> addIncident(of.fact());
        }
    }

    private void addAlert(AlertFact.OfAlert fact, AlertKey key) {
        switch (fact) {
            case AlertFact.Fired fired ->
                tell(fact, key, "alert.firing", fired.held() ? Map.of("flapping", "true") : Map.of());
            case AlertFact.Resolved resolved -> tell(fact, key, "alert.resolved", howResolved(resolved));
            case AlertFact.Flapping unused -> tell(fact, key, "alert.flapping", Map.of());
            case AlertFact.Steadied unused -> tell(fact, key, "alert.steady", Map.of());
            case AlertFact.Weighed weighed -> {
                touch(key);
                if (weighed.turned()) {
                    tell(fact, key, weighed.suppressed() ? "alert.suppressed" : "alert.unsuppressed", Map.of());
                }
            }
            case AlertFact.Amended amended -> {
                if (amended.row()) {
                    touch(key);
                }
            }
            case AlertFact.TextDue unused -> touch(key);
            case AlertFact.Appeared unused -> {}
            case AlertFact.Gone unused -> {
                touchedAlerts.remove(key);
                alertRows.remove(key);
                goneAlerts.add(key);
            }
        }
    }

    private static Map<String, String> howResolved(AlertFact.Resolved resolved) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("how", resolved.source() == null ? "expired" : "said");
        if (resolved.held()) {
            details.put("flapping", "true");
        }
        return details;
    }

    private void addOther(AlertFact fact) {
        switch (fact) {
            case AlertFact.SilencePut put ->
                tell(put.silence(), put.created() ? "silence.created" : "silence.updated", put.actor(), put.at());
            case AlertFact.SilenceExpired expired ->
                tell(expired.silence(), "silence.expired", expired.actor(), expired.at());
            case AlertFact.SilenceGone gone -> {
                silenceRows.remove(gone.id());
                goneSilences.add(gone.id());
            }
            case AlertFact.Ruled ruled -> policy = ruled.policy();
            case AlertFact.LeftOut unused -> {} // counted; an alert of our own tells of it
            case AlertFact.SilenceBegan unused -> {} // follows from its times; what it silences is told
            case AlertFact.OfAlert about -> throw new IllegalArgumentException("about an alert: " + about);
        }
    }

    private void tell(AlertFact.OfAlert fact, AlertKey key, String kind, Map<String, String> details) {
        touch(key);
        drafts.add(new Draft(
                ++eventSeq,
                Micros.toInstant(fact.at()),
                kind,
                fact.scope(),
                null,
                key,
                null,
                EventImage.SYSTEM,
                details));
    }

    private void tell(SilenceImage silence, String kind, String actor, long at) {
        silenceRows.put(silence.id(), silence);
        goneSilences.remove(silence.id());
        Scope scope = silence.tenant().isEmpty() ? Incidents.NOWHERE : new Scope(silence.tenant(), "");
        drafts.add(new Draft(++eventSeq, Micros.toInstant(at), kind, scope, null, null, silence, actor, Map.of()));
    }

    private void addIncident(IncidentFact fact) {
        for (MemberImage member : fact.members()) {
            memberRows.put(
                    new MemberKey(member.incident(), member.tenant(), member.fingerprint(), member.episode()), member);
            AlertKey key = new AlertKey(member.tenant(), member.fingerprint());
            if (alerts.image(key.tenant(), key.fingerprint()).isPresent()) {
                touch(key);
            }
        }
        touchedIncidents.addAll(fact.touched());
        String incident = fact.incident();
        if (incident != null && fact.kind().equals(GREW)) {
            growth.grew(incident, fact.at());
            return;
        }
        tell(fact.at(), fact.kind(), fact.scope(), incident, fact.actor(), fact.details());
        fact.touched().forEach(id -> incidentSide.versioned(id, eventSeq));
        fact.touched().stream().filter(id -> !id.equals(incident)).forEach(id -> growth.grew(id, fact.at()));
    }

    private void tell(
            Instant at,
            String kind,
            Scope scope,
            @Nullable String incident,
            String actor,
            Map<String, String> details) {
        drafts.add(new Draft(++eventSeq, at, kind, scope, incident, null, null, actor, details));
    }

    /** Tells what has grown and may be told by now. */
    void tellGrowth(Instant now) {
        List<String> told = growth.take(now);
        for (String id : told) {
            IncidentImage image = incidentSide.image(id);
            tell(now, GREW, new Scope(image.tenant(), image.site()), id, EventImage.SYSTEM, Map.of());
            incidentSide.versioned(id, eventSeq);
            touchedIncidents.add(id);
        }
        if (!told.isEmpty()) {
            settle(now);
        }
    }

    /** Something on the log that could not be taken in. */
    void refused(Instant at, long offset, String why) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("offset", Long.toString(offset));
        details.put("reason", why);
        drafts.add(new Draft(
                ++eventSeq, at, "command.refused", Incidents.NOWHERE, null, null, null, EventImage.SYSTEM, details));
    }

    private void touch(AlertKey key) {
        touchedAlerts.add(key);
        goneAlerts.remove(key);
    }

    /** An input has had all its consequences: takes the pictures. */
    void settle(Instant now) {
        for (AlertKey key : touchedAlerts) {
            alerts.image(key.tenant(), key.fingerprint()).ifPresent(image -> alertRows.put(key, image));
            alerts.written(key.tenant(), key.fingerprint(), Micros.of(now));
        }
        touchedAlerts.clear();
        Map<String, IncidentImage> shown = touchedIncidents.isEmpty() ? Map.of() : settleIncidents();
        drafts.forEach(draft -> events.add(event(draft, shown)));
        drafts.clear();
    }

    /** Gives the pictures that were taken: only what an input has changed is the subject of its events. */
    private Map<String, IncidentImage> settleIncidents() {
        Map<String, IncidentImage> shown = new LinkedHashMap<>();
        Set<String> told = new HashSet<>();
        drafts.forEach(draft -> told.add(Objects.requireNonNullElse(draft.incident(), "")));
        touchedIncidents.removeIf(id -> {
            if (growth.waits(id) && !told.contains(id)) {
                return false; // has only grown: a picture for each of a flood of members is too dear
            }
            growth.shown(id);
            shown.put(id, incidentSide.image(id));
            return true;
        });
        incidentRows.putAll(shown);
        return shown;
    }

    private EventImage event(Draft draft, Map<String, IncidentImage> shown) {
        AlertKey alert = draft.alert();
        AlertImage image = alert == null ? null : alertRows.get(alert);
        String incident = draft.incident();
        Object subject = image != null ? image : draft.silence() != null ? draft.silence() : null;
        if (subject == null && incident != null) {
            subject = shown.get(incident);
        }
        return new EventImage(
                draft.seq(),
                draft.at(),
                draft.kind(),
                draft.scope().tenant(),
                draft.scope().site(),
                incident != null ? incident : image == null ? null : image.incident(),
                alert == null ? null : alert.fingerprint(),
                draft.actor(),
                subject,
                draft.details());
    }

    /** Everything the batch changed. */
    Changes changes(int partition, long nextOffset, Instant clock) {
        // all that wait, touched or not: what others have become since may show in them
        growth.untold().forEach(id -> incidentRows.put(id, incidentSide.glance(id)));
        touchedIncidents.clear();
        return new Changes(
                partition,
                nextOffset,
                clock,
                eventSeq,
                policy,
                incidentSide.scopes(),
                growth.untold(),
                List.copyOf(alertRows.values()),
                List.copyOf(goneAlerts),
                List.copyOf(incidentRows.values()),
                List.copyOf(memberRows.values()),
                List.copyOf(silenceRows.values()),
                List.copyOf(goneSilences),
                List.copyOf(events));
    }
}
