package dev.tidegate.gateway.door;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.image.IncidentImage;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.MemberImage;
import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import io.r2dbc.pool.ConnectionPool;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Two shards of a fleet, played by hand: rows and events go into a real database through the correlator's own store, and
 * commands are carried out in the simplest way that could be right.
 */
final class Town implements CommandGate {
    static final int PARTITIONS = 2;

    private final Rows rows = new Rows(PARTITIONS);
    final ConnectionPool connections = rows.connections;
    final Map<String, IncidentImage> incidents = new TreeMap<>();
    private final Map<String, SilenceImage> silences = new LinkedHashMap<>();
    final Map<Long, AlertImage> alerts = new LinkedHashMap<>();
    final List<Command> commands = new ArrayList<>();

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    /** Rows by the thousand, as nothing but the database can make them quickly. */
    void sql(String... statements) {
        rows.sql(statements);
    }

    synchronized AlertImage fire(int partition, Labels labels, Labels annotations, @Nullable Instant endsAt) {
        AlertImage alert = alert(labels, annotations, true, endsAt, null);
        put(partition, alert, "alert.firing");
        return alert;
    }

    synchronized void put(int partition, AlertImage alert, String kind) {
        alerts.put(alert.fingerprint(), alert);
        rows.commit(
                partition,
                List.of(alert),
                List.of(),
                List.of(),
                List.of(),
                List.of(rows.event(partition, kind, alert.site(), alert.incident(), alert, "tidegate", Map.of())));
    }

    AlertImage alert(
            Labels labels, Labels annotations, boolean firing, @Nullable Instant endsAt, @Nullable String incident) {
        Instant now = now();
        long fingerprint = Fingerprint.of(labels);
        List<String> silencedBy = silences.values().stream()
                .filter(silence -> silence.activeAt(now) && silence.matchers().matches(labels))
                .map(SilenceImage::id)
                .toList();
        return new AlertImage(
                "default",
                labels.getOrEmpty("cluster"),
                fingerprint,
                labels.getOrEmpty("alertname"),
                Severity.parse(labels.get("severity")),
                labels.getOrEmpty("host"),
                labels,
                annotations,
                "",
                "alertmanager",
                firing,
                false,
                List.of(),
                1,
                now,
                endsAt,
                now,
                now,
                1,
                silencedBy,
                List.of(),
                incident);
    }

    synchronized IncidentImage open(int partition, String id, Severity severity, String title, AlertImage... members) {
        Instant now = now();
        AlertImage head = members[0];
        List<MemberImage> all = new ArrayList<>();
        List<AlertImage> joined = new ArrayList<>();
        for (AlertImage member : members) {
            Reason reason = new Reason("rule", 0.9, 0.5, Map.of("rule", "ladder"));
            all.add(new MemberImage(id, "default", member.fingerprint(), 1, now(), null, reason));
            joined.add(alert(member.labels(), member.annotations(), member.firing(), member.endsAt(), id));
        }
        IncidentImage incident = new IncidentImage(
                id,
                "default",
                head.site(),
                incidents.size() + 1,
                IncidentState.OPEN,
                severity,
                title,
                head.fingerprint(),
                false,
                now,
                now,
                null,
                null,
                null,
                null,
                null,
                null,
                members.length,
                members.length,
                1,
                List.of(head.node()),
                List.of(new Cause(head.fingerprint(), head.alertname(), head.node(), 0.8, Map.of("earliest", 1.0))),
                new Reason("opened", 1, 0.5, Map.of()),
                List.of(),
                rows.seq(partition) + 1);
        incidents.put(id, incident);
        joined.forEach(one -> alerts.put(one.fingerprint(), one));
        rows.commit(
                partition,
                joined,
                List.of(incident),
                all,
                List.of(),
                List.of(rows.event(partition, "incident.opened", head.site(), id, incident, "tidegate", Map.of())));
        return incident;
    }

    synchronized void change(int partition, String id, IncidentState state, String kind, String actor) {
        IncidentImage old = Objects.requireNonNull(incidents.get(id));
        Instant now = now();
        IncidentImage changed = new IncidentImage(
                old.id(),
                old.tenant(),
                old.site(),
                old.number(),
                state,
                old.severity(),
                old.title(),
                old.head(),
                old.storm(),
                old.openedAt(),
                now,
                state == IncidentState.ACKNOWLEDGED ? now : null,
                state == IncidentState.ACKNOWLEDGED ? actor : null,
                null,
                null,
                null,
                null,
                old.alertCount(),
                old.firingCount(),
                old.nodeCount(),
                old.nodes(),
                old.causes(),
                old.opened(),
                old.barred(),
                rows.seq(partition) + 1);
        incidents.put(id, changed);
        rows.commit(
                partition,
                List.of(),
                List.of(changed),
                List.of(),
                List.of(),
                List.of(rows.event(partition, kind, old.site(), id, changed, actor, Map.of())));
    }

    @Override
    public Mono<Applied> send(Command command, Target target) {
        return Mono.fromCallable(() -> {
                    carryOut(command, target);
                    return Applied.DONE;
                })
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic());
    }

    private synchronized void carryOut(Command command, Target target) {
        commands.add(command);
        int partition = target instanceof Target.Partition one ? one.number() : 0;
        switch (command) {
            case Command.PutSilence put ->
                silence(
                        new SilenceImage(
                                put.id(),
                                put.tenant(),
                                put.matchers(),
                                put.startsAt(),
                                put.endsAt(),
                                now(),
                                put.createdBy(),
                                put.comment()),
                        "silence.created");
            case Command.ExpireSilence expire -> {
                SilenceImage old = Objects.requireNonNull(silences.get(expire.id()));
                Instant now = now();
                Instant start = old.startsAt().isAfter(now) ? now : old.startsAt();
                silence(
                        new SilenceImage(
                                old.id(),
                                old.tenant(),
                                old.matchers(),
                                start,
                                now,
                                now,
                                old.createdBy(),
                                old.comment()),
                        "silence.expired");
            }
            case Command.Acknowledge ack -> {
                if (Objects.requireNonNull(incidents.get(ack.incident())).state() == IncidentState.ACKNOWLEDGED) {
                    rows.commit(
                            partition,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(rows.event(
                                    partition,
                                    "command.refused",
                                    "c1",
                                    ack.incident(),
                                    null,
                                    ack.actor(),
                                    Map.of("reason", "the incident is acknowledged already"))));
                } else {
                    change(partition, ack.incident(), IncidentState.ACKNOWLEDGED, "incident.acknowledged", ack.actor());
                }
            }
            default ->
                change(
                        partition,
                        ((Command.Comment) command).incident(),
                        IncidentState.OPEN,
                        "incident.commented",
                        command.actor());
        }
    }

    private void silence(SilenceImage silence, String kind) {
        silences.put(silence.id(), silence);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<AlertImage> touched = partition == 0
                    ? alerts.values().stream()
                            .map(old ->
                                    alert(old.labels(), old.annotations(), old.firing(), old.endsAt(), old.incident()))
                            .toList()
                    : List.of();
            rows.commit(
                    partition,
                    touched,
                    List.of(),
                    List.of(),
                    List.of(silence),
                    List.of(rows.event(partition, kind, "", null, silence, "tidegate", Map.of())));
        }
    }

    long seq(int partition) {
        return rows.seq(partition);
    }
}
