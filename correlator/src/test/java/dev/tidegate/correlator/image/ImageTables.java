package dev.tidegate.correlator.image;

import dev.tidegate.correlator.image.Changes.AlertKey;
import dev.tidegate.correlator.policy.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of one partition in memory: changes are written as the store writes them, and a shard is loaded back. */
public final class ImageTables {
    private record MemberKey(String incident, String tenant, long fingerprint, int episode) {}

    private final Map<AlertKey, AlertImage> alerts = new LinkedHashMap<>();
    private final Map<String, IncidentImage> incidents = new LinkedHashMap<>();
    private final Map<MemberKey, MemberImage> members = new LinkedHashMap<>();
    private final Map<String, SilenceImage> silences = new LinkedHashMap<>();
    private final List<EventImage> events = new ArrayList<>();
    private final int partition;
    private long nextOffset;
    private Instant clock = Instant.EPOCH;
    private long eventSeq;
    private @Nullable Policy policy;
    private List<ScopeImage> scopes = List.of();
    private List<String> untold = List.of();

    public ImageTables(int partition) {
        this.partition = partition;
    }

    /** Writes; fails when the changes do not follow on what is there. */
    public void commit(Changes changes) {
        check(changes.partition() == partition, "partition " + changes.partition());
        check(changes.nextOffset() >= nextOffset, "offset goes back to " + changes.nextOffset());
        check(!changes.clock().isBefore(clock), "clock goes back to " + changes.clock());
        for (EventImage event : changes.events()) {
            check(event.seq() == ++eventSeq, "event " + event.seq() + " follows " + (eventSeq - 1));
        }
        check(changes.eventSeq() == eventSeq, "eventSeq " + changes.eventSeq() + " after event " + eventSeq);
        nextOffset = changes.nextOffset();
        clock = changes.clock();
        policy = changes.policy() == null ? policy : changes.policy();
        scopes = changes.scopes();
        untold = changes.untold();
        events.addAll(changes.events());
        for (AlertImage alert : changes.alerts()) {
            alerts.put(new AlertKey(alert.tenant(), alert.fingerprint()), alert);
        }
        for (AlertKey gone : changes.goneAlerts()) {
            alerts.remove(gone);
        }
        changes.incidents().forEach(incident -> incidents.put(incident.id(), incident));
        changes.members()
                .forEach(m -> members.put(new MemberKey(m.incident(), m.tenant(), m.fingerprint(), m.episode()), m));
        changes.silences().forEach(silence -> silences.put(silence.id(), silence));
        changes.goneSilences().forEach(silences::remove);
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** What the store would load. */
    public ShardImage load() {
        List<IncidentImage> living =
                incidents.values().stream().filter(i -> i.state().alive()).toList();
        List<String> ids = living.stream().map(IncidentImage::id).toList();
        return new ShardImage(
                partition,
                nextOffset,
                clock,
                eventSeq,
                policy,
                scopes,
                untold,
                List.copyOf(alerts.values()),
                living,
                members.values().stream()
                        .filter(m -> ids.contains(m.incident()))
                        .toList(),
                List.copyOf(silences.values()));
    }

    /** Everything but the events, in an order that only what is there decides. */
    public List<Object> rows() {
        List<Object> out =
                new ArrayList<>(java.util.Arrays.asList(nextOffset, clock, eventSeq, policy, scopes, untold));
        sorted(alerts, out);
        sorted(incidents, out);
        sorted(members, out);
        sorted(silences, out);
        return out;
    }

    private static <K, V> void sorted(Map<K, V> table, List<Object> out) {
        table.entrySet().stream()
                .sorted(java.util.Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> out.add(entry.getValue()));
    }

    public Optional<AlertImage> alert(String tenant, long fingerprint) {
        return Optional.ofNullable(alerts.get(new AlertKey(tenant, fingerprint)));
    }

    public List<AlertImage> alerts() {
        return List.copyOf(alerts.values());
    }

    public List<IncidentImage> incidents() {
        return List.copyOf(incidents.values());
    }

    public List<MemberImage> members() {
        return List.copyOf(members.values());
    }

    public List<SilenceImage> silences() {
        return List.copyOf(silences.values());
    }

    public List<EventImage> events() {
        return List.copyOf(events);
    }
}
