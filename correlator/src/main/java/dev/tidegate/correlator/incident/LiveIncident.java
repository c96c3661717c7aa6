package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One incident in memory. Mutable: changed by facts only. A member joining or going quiet costs the same however many
 * there are; what needs a look at the members (head, causes) is computed when an image is asked for, over the {@link
 * #NOTABLE} that matter.
 */
final class LiveIncident {
    /** More members than this and it takes no more: the next alert opens another. */
    static final int MOST_MEMBERS = 100_000;

    /** Members looked at for head and causes: the first ones, and the worst of those that came later. */
    static final int NOTABLE = 256;

    private static final int FIRST = NOTABLE / 2;

    final String id;
    final Scope scope;
    final long number;
    final Reason opened;
    final Instant openedAt;
    IncidentState state = IncidentState.OPEN;
    boolean storm;
    Instant updatedAt;

    @Nullable
    Instant acknowledgedAt;

    @Nullable
    String acknowledgedBy;

    @Nullable
    Instant resolvedAt;

    @Nullable
    String resolvedBy;

    @Nullable
    Instant closedAt;

    @Nullable
    LiveIncident into;

    int alertCount;
    long version;

    @Nullable
    Instant due;

    /** By fingerprint, the latest episode of each alert. */
    final Map<Long, Member> members = new LinkedHashMap<>();

    final Set<Long> barred = new LinkedHashSet<>();
    private final EnumMap<Severity, Integer> severities = new EnumMap<>(Severity.class);
    private int firingCount;
    private final Makeup makeup = new Makeup();
    private List<Member> notable = new ArrayList<>();
    /** What it was shown as beyond what its members tell now; null when they tell all. */
    private @Nullable Severity reached;

    private @Nullable IncidentImage restored;
    private Summary.@Nullable Result summary;

    LiveIncident(String id, Scope scope, long number, Reason opened, Instant openedAt) {
        this.id = id;
        this.scope = scope;
        this.number = number;
        this.opened = opened;
        this.openedAt = openedAt;
        this.updatedAt = openedAt;
    }

    /** The incident this one ended in, or itself. */
    LiveIncident root() {
        LiveIncident at = this;
        while (at.into != null) {
            at = at.into;
        }
        if (into != null && into != at) {
            into = at;
        }
        return at;
    }

    boolean takes(long fingerprint) {
        return state.alive() && members.size() < MOST_MEMBERS && !barred.contains(fingerprint);
    }

    int firingCount() {
        return firingCount;
    }

    int nodeCount() {
        return makeup.nodeCount();
    }

    /** The share of the members that are about a subject; see {@link Member#subject}. */
    double shareAbout(String subject) {
        return makeup.shareAbout(subject);
    }

    /** How alike two incidents are, from 0 to 1; see {@link Makeup#likeness}. */
    double likeness(LiveIncident other) {
        return makeup.likeness(other.makeup);
    }

    /** The places whose own devices it has hit: it is theirs, all of them together. */
    Set<String> seats() {
        return makeup.seats();
    }

    void seatedAt(List<String> places) {
        makeup.seatedAt(places);
    }

    void add(Member member) {
        long fingerprint = member.episode.fingerprint();
        Member before = members.put(fingerprint, member);
        if (before != null && before.incident == this) {
            reached = severity();
            forget(before);
        }
        member.incident = this;
        makeup.add(member);
        firingCount += member.firing ? 1 : 0;
        severities.merge(member.episode.severity(), 1, Integer::sum);
        note(member);
        summary = null;
    }

    void quiet(Member member) {
        if (member.firing) {
            member.firing = false;
            firingCount--;
        }
    }

    /** Takes a member out; it belongs elsewhere from here on. */
    void remove(Member member) {
        if (members.remove(member.episode.fingerprint(), member)) {
            forget(member);
            alertCount--;
        }
    }

    /** Takes all members out, in the order they joined. */
    List<Member> removeAll() {
        List<Member> all = List.copyOf(members.values());
        all.forEach(this::remove);
        return all;
    }

    /** The worst that its members have reached, resolved ones too: it is lower only once a person has split them off. */
    Severity severity() {
        Severity floor = reached;
        for (Map.Entry<Severity, Integer> entry : severities.entrySet()) {
            if (entry.getValue() > 0) { // an enum map goes in the enum's order, worst first
                return floor == null || entry.getKey().worseThan(floor) ? entry.getKey() : floor;
            }
        }
        return floor == null ? Severity.UNKNOWN : floor;
    }

    List<Member> notable() {
        return notable;
    }

    /** What it was called and how bad it was stays shown when its members have moved elsewhere. */
    void keep(Summary.Result shown, Severity worst) {
        summary = shown;
        reached = worst;
    }

    /** Fixes what is shown and lets go of the members: it is over. */
    void freeze(Summary summaries) {
        keep(summaries.of(this), severity());
        severities.clear();
        members.clear();
        notable = new ArrayList<>();
    }

    /** What it is called, and why, stays what it is now until its members change. */
    void show(Summary summaries) {
        summary = shown(summaries);
    }

    private Summary.Result shown(Summary summaries) {
        Summary.Result known = summary;
        return known == null || known.pending() && into == null && !notable.isEmpty() ? summaries.of(this) : known;
    }

    IncidentImage image(Summary summaries) {
        Summary.Result shown = shown(summaries);
        LiveIncident end = into;
        return new IncidentImage(
                id,
                scope.tenant(),
                scope.site(),
                number,
                state,
                severity(),
                shown.title(),
                shown.head(),
                storm,
                openedAt,
                updatedAt,
                acknowledgedAt,
                acknowledgedBy,
                resolvedAt,
                resolvedBy,
                closedAt,
                end == null ? null : end.id,
                alertCount,
                firingCount,
                nodeCount(),
                makeup.firstNodes(),
                shown.causes(),
                opened,
                List.copyOf(barred),
                version);
    }

    List<String> firstNodes() {
        return makeup.firstNodes();
    }

    /** What the row says, for what can no longer be computed. */
    @Nullable
    IncidentImage restored() {
        return restored;
    }

    void restore(IncidentImage image) {
        restored = image;
        state = image.state();
        storm = image.storm();
        updatedAt = image.updatedAt();
        acknowledgedAt = image.acknowledgedAt();
        acknowledgedBy = image.acknowledgedBy();
        resolvedAt = image.resolvedAt();
        resolvedBy = image.resolvedBy();
        barred.addAll(image.barred());
        version = image.version();
    }

    /** After the members that are still known were added: what the row counts beyond them. */
    void complete(IncidentImage image) {
        alertCount = image.alertCount();
        reached = severities.isEmpty() || image.severity().worseThan(severity()) ? image.severity() : null;
        makeup.complete(image);
    }

    private void forget(Member member) {
        firingCount -= member.firing ? 1 : 0;
        severities.merge(member.episode.severity(), -1, Integer::sum);
        makeup.remove(member);
        notable.remove(member);
        summary = null;
    }

    private void note(Member member) {
        if (notable.size() < NOTABLE) {
            notable.add(member);
            return;
        }
        int mildest = FIRST;
        boolean known = false;
        for (int i = 0; i < NOTABLE; i++) {
            Member other = notable.get(i);
            known |= other.family.name().equals(member.family.name());
            if (i > FIRST && notable.get(mildest).episode.severity().worseThan(other.episode.severity())) {
                mildest = i;
            }
        }
        // a name that nobody told before may be the cause, however mild and late: it takes a place among the last half
        if (!known
                || member.episode
                        .severity()
                        .worseThan(notable.get(mildest).episode.severity())) {
            notable.set(mildest, member);
        }
    }
}
