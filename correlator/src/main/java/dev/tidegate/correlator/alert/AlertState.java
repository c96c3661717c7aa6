package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One identity in memory. There can be a million: times are plain numbers, and what is usual takes no object. What each
 * message needs is in its line of {@link Lines}.
 */
final class AlertState {
    static final long[] NEVER = {};

    final AlertTable table;
    final int line;
    final Scope scope;
    final long fingerprint;
    final Labels labels;
    String node;
    private Text text = Text.EMPTY;
    boolean flapping;
    boolean textWaits; // memory has newer texts than the row
    int episode;
    long firstSeen;
    long writtenAt;
    long keptUntil; // when resolved: not to be forgotten before
    long[] transitions = NEVER;
    private @Nullable Heard heard; // null stands for: it fires since startsAt
    private long heardStart = Micros.NONE; // a later beginning that heard is known to hold already
    List<String> silencedBy = List.of();
    List<String> inhibitedBy = List.of();

    @Nullable
    String incident;

    AlertState(AlertTable table, Scope scope, long fingerprint, Labels labels, Policy policy) {
        this.table = table;
        line = table.lines.take(fingerprint, table.tenants.of(scope.tenant()));
        this.scope = scope;
        this.fingerprint = fingerprint;
        this.labels = labels;
        node = policy.node().of(labels);
    }

    /** As its row says; what fired counts as just seen. */
    AlertState(AlertTable table, AlertImage image, Policy policy, long clock, Words words) {
        this(
                table,
                words.one(new Scope(image.tenant(), image.site())),
                image.fingerprint(),
                words.one(image.labels()),
                policy);
        node = words.one(image.node());
        text(new Text(words.one(image.annotations()), words.one(image.generatorUrl()), 0));
        flapping = image.flapping();
        episode = image.episode();
        firstSeen = Micros.of(image.firstSeen());
        writtenAt = Micros.of(image.lastSeen());
        lines().firing(line, image.firing());
        lines().door(line, table.doors.of(image.source()));
        startsAt(Micros.of(image.startsAt()));
        Instant end = image.endsAt();
        endsAt(end == null ? Micros.NONE : Micros.of(end));
        bareSeen(image.firing() ? clock : Micros.NONE);
        lines().lastSeen(line, writtenAt);
        lines().repeats(line, image.repeats());
        transitions = image.transitions().stream().mapToLong(Micros::of).toArray();
        heard = firing() || endsAt() == Micros.NONE ? null : Heard.SILENCE.plusOver(startsAt(), endsAt());
        silencedBy = image.silencedBy();
        inhibitedBy = image.inhibitedBy();
        String belongsTo = image.incident();
        incident = belongsTo == null ? null : words.one(belongsTo);
    }

    String alertname() {
        return labels.getOrEmpty(Labels.ALERTNAME);
    }

    Text text() {
        return text;
    }

    void text(Text now) {
        text = now;
        lines().textHash(line, now.hash());
    }

    private Lines lines() {
        return table.lines;
    }

    boolean firing() {
        return lines().firing(line);
    }

    void firing(boolean fires) {
        lines().firing(line, fires);
    }

    long startsAt() {
        return lines().startsAt(line);
    }

    void startsAt(long micros) {
        lines().startsAt(line, micros);
    }

    /** While it fires: until when a sender promised; when it is resolved: when it ended. */
    long endsAt() {
        return lines().endsAt(line);
    }

    void endsAt(long micros) {
        lines().endsAt(line, micros);
    }

    /** The latest message without an end, unless one with an end came after it. */
    long bareSeen() {
        return lines().bareSeen(line);
    }

    void bareSeen(long micros) {
        lines().bareSeen(line, micros);
    }

    void repeats(long count) {
        lines().repeats(line, count);
    }

    Heard heard() {
        Heard known = heard;
        return known == null ? Heard.firingSince(startsAt()) : known;
    }

    /** Whether just this stretch was said before. */
    boolean heardOver(long start, long end) {
        Heard known = heard;
        return known != null && known.holds(start, end);
    }

    void heard(Heard now) {
        heard = now.isJust(startsAt()) ? null : now;
        heardStart = Micros.NONE;
    }

    /** A firing message with a later beginning than the one that counts; most repeat the one before. */
    void firesAlsoSince(long start) {
        if (start != heardStart) {
            heard(heard().plusFiring(start));
            heardStart = start;
        }
    }

    boolean suppressed() {
        return !silencedBy.isEmpty() || !inhibitedBy.isEmpty();
    }

    /** When the latest change of state was, by the log's clock. */
    long changedAt() {
        return transitions.length == 0 ? firstSeen : transitions[transitions.length - 1];
    }

    /** Until when it counts as firing if nobody says anything more. */
    long deadline(long resolveTimeout) {
        return lines().deadline(line, resolveTimeout);
    }

    /** A message: counters, and until when it may be taken as firing. An explicit end beats an older timeout. */
    void said(long promise, String door, long now) {
        lines().said(line, promise, table.doors.of(door), now);
    }

    AlertImage image() {
        List<Instant> changes = new ArrayList<>(transitions.length);
        for (long at : transitions) {
            changes.add(Micros.toInstant(at));
        }
        return new AlertImage(
                scope.tenant(),
                scope.site(),
                fingerprint,
                alertname(),
                Severity.of(labels, text.annotations()),
                node,
                labels,
                text.annotations(),
                text.generatorUrl(),
                table.door(lines().door(line)),
                firing(),
                flapping,
                changes,
                episode,
                Micros.toInstant(startsAt()),
                endsAt() == Micros.NONE ? null : Micros.toInstant(endsAt()),
                Micros.toInstant(firstSeen),
                Micros.toInstant(lines().lastSeen(line)),
                lines().repeats(line),
                silencedBy,
                inhibitedBy,
                incident);
    }
}
