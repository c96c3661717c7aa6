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

/** One identity in memory. There can be a million: times are plain numbers, and what is usual takes no object. */
final class AlertState {
    static final long[] NEVER = {};

    final Scope scope;
    final long fingerprint;
    final Labels labels;
    String node;
    private Text text = Text.EMPTY;
    private long textHash; // here as well as in the text, one step nearer
    String source = "";
    boolean firing;
    boolean flapping;
    boolean textWaits; // memory has newer texts than the row
    int episode;
    long startsAt;
    long endsAt = Micros.NONE; // while firing: until when a sender promised; when resolved: when it ended
    long bareSeen = Micros.NONE; // the latest message without an end, unless one with an end came after it
    long firstSeen;
    long lastSeen;
    long writtenAt;
    long repeats;
    long keptUntil; // when resolved: not to be forgotten before
    long[] transitions = NEVER;
    long timer = Micros.NONE; // when the timers will ask about it
    private @Nullable Heard heard; // null stands for: it fires since startsAt
    private long heardStart = Micros.NONE; // a later beginning that heard is known to hold already
    List<String> silencedBy = List.of();
    List<String> inhibitedBy = List.of();

    @Nullable
    String incident;

    AlertState(Scope scope, long fingerprint, Labels labels, Policy policy) {
        this.scope = scope;
        this.fingerprint = fingerprint;
        this.labels = labels;
        node = policy.node().of(labels);
    }

    /** As its row says; what fired counts as just seen. */
    AlertState(AlertImage image, Policy policy, long clock, Words words) {
        this(
                words.one(new Scope(image.tenant(), image.site())),
                image.fingerprint(),
                words.one(image.labels()),
                policy);
        node = words.one(image.node());
        text(new Text(words.one(image.annotations()), words.one(image.generatorUrl()), 0));
        source = words.one(image.source());
        firing = image.firing();
        flapping = image.flapping();
        episode = image.episode();
        startsAt = Micros.of(image.startsAt());
        Instant end = image.endsAt();
        endsAt = end == null ? Micros.NONE : Micros.of(end);
        bareSeen = firing ? clock : Micros.NONE;
        firstSeen = Micros.of(image.firstSeen());
        lastSeen = Micros.of(image.lastSeen());
        writtenAt = lastSeen;
        repeats = image.repeats();
        transitions = image.transitions().stream().mapToLong(Micros::of).toArray();
        heard = firing || endsAt == Micros.NONE ? null : Heard.SILENCE.plusOver(startsAt, endsAt);
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

    long textHash() {
        return textHash;
    }

    void text(Text now) {
        text = now;
        textHash = now.hash();
    }

    Heard heard() {
        Heard known = heard;
        return known == null ? Heard.firingSince(startsAt) : known;
    }

    /** Whether just this stretch was said before. */
    boolean heardOver(long start, long end) {
        Heard known = heard;
        return known != null && known.holds(start, end);
    }

    void heard(Heard now) {
        heard = now.isJust(startsAt) ? null : now;
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
        return Math.max(endsAt, bareSeen == Micros.NONE ? Micros.NONE : bareSeen + resolveTimeout);
    }

    /** A message: counters, and until when it may be taken as firing. An explicit end beats an older timeout. */
    void said(long promise, String door, long now) {
        repeats++;
        lastSeen = now;
        if (!source.equals(door)) { // a store costs more than a look
            source = door;
        }
        if (firing) {
            if (promise == Micros.NONE) {
                bareSeen = now;
            } else {
                bareSeen = Micros.NONE;
                endsAt = Math.max(endsAt, promise);
            }
        }
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
                source,
                firing,
                flapping,
                changes,
                episode,
                Micros.toInstant(startsAt),
                endsAt == Micros.NONE ? null : Micros.toInstant(endsAt),
                Micros.toInstant(firstSeen),
                Micros.toInstant(lastSeen),
                repeats,
                silencedBy,
                inhibitedBy,
                incident);
    }
}
