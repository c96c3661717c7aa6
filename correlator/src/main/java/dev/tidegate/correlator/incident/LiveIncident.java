package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    /** Families that two incidents must share at least to be alike, and the most that are compared. */
    private static final int LEAST_ALIKE = 3;

    private static final int MOST_COMPARED = 64;

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
    private final EnumMap<Severity, Integer> firing = new EnumMap<>(Severity.class);
    private int firingCount;
    private final Map<String, Integer> nodes = new HashMap<>();

    /** Members by name family, and by what they are about. */
    private final Map<String, Integer> families = new HashMap<>();

    private final Map<String, Integer> subjects = new HashMap<>();
    private final TreeSet<String> firstNodes = new TreeSet<>();

    /** Nodes known from an image only: their alerts are no longer kept. */
    private int forgottenNodes;

    private List<Member> notable = new ArrayList<>();
    private Severity lastSeverity = Severity.UNKNOWN;
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
        return nodes.size() + forgottenNodes;
    }

    /** The share of the members that are about a subject; see {@link Member#subject}. */
    double shareAbout(String subject) {
        return members.isEmpty() ? 0 : (double) subjects.getOrDefault(subject, 0) / members.size();
    }

    /**
     * How alike two incidents are: the share of the members that are of families which both have, in the one that has less
     * of them; 0 when too few families are there to tell. Families of machines that are merely gone do not count.
     */
    double likeness(LiveIncident other) {
        boolean here = families.size() <= other.families.size();
        Map<String, Integer> fewer = here ? families : other.families;
        Map<String, Integer> more = here ? other.families : families;
        if (fewer.size() < LEAST_ALIKE || more.size() > MOST_COMPARED) {
            return 0;
        }
        int both = 0;
        int inFewer = 0;
        int inMore = 0;
        for (Map.Entry<String, Integer> family : fewer.entrySet()) {
            Integer count = more.get(family.getKey());
            if (count != null) {
                both++;
                inFewer += family.getValue();
                inMore += count;
            }
        }
        if (both < LEAST_ALIKE) {
            return 0;
        }
        double ofFewer = (double) inFewer / (here ? this : other).members.size();
        double ofMore = (double) inMore / (here ? other : this).members.size();
        return Math.min(ofFewer, ofMore);
    }

    boolean hasNode(String node) {
        return nodes.containsKey(node);
    }

    void add(Member member) {
        long fingerprint = member.episode.fingerprint();
        Member before = members.put(fingerprint, member);
        if (before != null && before.incident == this) {
            forget(before);
        }
        member.incident = this;
        subjects.merge(member.subject(), 1, Integer::sum);
        if (member.family.climb() != AlertNames.Climb.EACH) {
            families.merge(member.family.name(), 1, Integer::sum);
        }
        if (member.firing) {
            count(member.episode.severity(), 1);
        }
        String node = member.episode.node();
        if (!node.isEmpty() && nodes.merge(node, 1, Integer::sum) == 1) {
            firstNodes.add(node);
            if (firstNodes.size() > IncidentImage.NODES_SHOWN) {
                firstNodes.pollLast();
            }
        }
        note(member);
        summary = null;
    }

    void quiet(Member member) {
        if (member.firing) {
            member.firing = false;
            count(member.episode.severity(), -1);
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

    Severity severity() {
        for (Map.Entry<Severity, Integer> entry : firing.entrySet()) {
            if (entry.getValue() > 0) {
                return entry.getKey(); // an enum map goes in the enum's order, worst first
            }
        }
        return lastSeverity;
    }

    List<Member> notable() {
        return notable;
    }

    /** What it was called and how bad it was stays shown when its members have moved elsewhere. */
    void keep(Summary.Result shown, Severity worst) {
        summary = shown;
        lastSeverity = worst;
    }

    /** Fixes what is shown and lets go of the members: it is over. */
    void freeze(Summary summaries) {
        keep(summaries.of(this), severity());
        members.clear();
        notable = new ArrayList<>();
    }

    IncidentImage image(Summary summaries) {
        Summary.Result shown = summary == null ? summaries.of(this) : summary;
        summary = shown;
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
                List.copyOf(firstNodes),
                shown.causes(),
                opened,
                List.copyOf(barred),
                version);
    }

    List<String> firstNodes() {
        return List.copyOf(firstNodes);
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
        lastSeverity = image.severity();
    }

    /** After the members that are still known were added: what the row counts beyond them. */
    void complete(IncidentImage image) {
        alertCount = image.alertCount();
        forgottenNodes = Math.max(0, image.nodeCount() - nodes.size());
        for (String node : image.nodes()) {
            if (forgottenNodes > 0 && nodes.putIfAbsent(node, 1) == null) {
                forgottenNodes--;
                firstNodes.add(node);
            }
        }
        while (firstNodes.size() > IncidentImage.NODES_SHOWN) {
            firstNodes.pollLast();
        }
    }

    private void forget(Member member) {
        if (member.firing) {
            count(member.episode.severity(), -1);
        }
        String node = member.episode.node();
        if (!node.isEmpty() && nodes.merge(node, -1, Integer::sum) <= 0) {
            nodes.remove(node);
            if (firstNodes.remove(node) && nodes.size() > firstNodes.size()) {
                refill();
            }
        }
        less(subjects, member.subject());
        if (member.family.climb() != AlertNames.Climb.EACH) {
            less(families, member.family.name());
        }
        notable.remove(member);
        summary = null;
    }

    /** Rare: one of the shown nodes left while there are more than are shown. */
    private void refill() {
        firstNodes.clear();
        for (String node : nodes.keySet()) {
            firstNodes.add(node);
            if (firstNodes.size() > IncidentImage.NODES_SHOWN) {
                firstNodes.pollLast();
            }
        }
    }

    private static void less(Map<String, Integer> counts, String of) {
        counts.computeIfPresent(of, (unused, n) -> n > 1 ? n - 1 : null);
    }

    private void count(Severity severity, int by) {
        Severity before = severity();
        firing.merge(severity, by, Integer::sum);
        firingCount += by;
        if (firingCount == 0) {
            lastSeverity = before;
        }
    }

    private void note(Member member) {
        if (notable.size() < NOTABLE) {
            notable.add(member);
            return;
        }
        int mildest = FIRST;
        for (int i = FIRST; i < NOTABLE; i++) {
            if (notable.get(mildest)
                    .episode
                    .severity()
                    .worseThan(notable.get(i).episode.severity())) {
                mildest = i;
            }
        }
        if (member.episode.severity().worseThan(notable.get(mildest).episode.severity())) {
            notable.set(mildest, member);
        }
    }
}
