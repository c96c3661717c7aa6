package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.EventImage;
import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The silences of a shard: pending, active, expired, and after five days forgotten, as Alertmanager keeps them.
 *
 * <p>Only active ones are asked about alerts, and they are few; those that changed are remembered in {@link #changed} until
 * the alerts have been looked through for them.
 */
final class Silences {
    static final Duration KEPT = Duration.ofDays(5);

    private final Map<String, SilenceImage> all = new TreeMap<>();
    private final Map<String, SilenceImage> active = new TreeMap<>();
    private final List<String> changed = new ArrayList<>();
    private long clock;
    private long next = Long.MAX_VALUE;

    void restore(Collection<SilenceImage> silences, long now) {
        for (SilenceImage silence : silences) {
            all.put(silence.id(), silence);
            if (silence.activeAt(Micros.toInstant(now))) {
                active.put(silence.id(), silence);
            }
        }
        plan(now);
    }

    List<String> matching(String tenant, Labels labels) {
        List<String> out = List.of();
        for (SilenceImage silence : active.values()) {
            if (silence.concerns(tenant) && silence.matchers().matches(labels)) {
                out = out.isEmpty() ? new ArrayList<>() : out;
                out.add(silence.id());
            }
        }
        return List.copyOf(out);
    }

    boolean silences(String id, String tenant, Labels labels) {
        SilenceImage silence = active.get(id);
        return silence != null && silence.concerns(tenant) && silence.matchers().matches(labels);
    }

    AlertFact put(Command.PutSilence put, long now) {
        Instant at = Micros.toInstant(now);
        SilenceImage silence = new SilenceImage(
                put.id(),
                put.tenant(),
                put.matchers(),
                put.startsAt(),
                put.endsAt(),
                at,
                put.createdBy(),
                put.comment());
        return new AlertFact.SilencePut(silence, !all.containsKey(put.id()), put.actor(), now);
    }

    /** Ending what is over already, or unknown, changes nothing. */
    List<AlertFact> expire(Command.ExpireSilence expire, long now) {
        SilenceImage silence = all.get(expire.id());
        Instant at = Micros.toInstant(now);
        if (silence == null || !at.isBefore(silence.endsAt())) {
            return List.of();
        }
        return List.of(new AlertFact.SilenceExpired(ended(silence, at), expire.actor(), now));
    }

    /** A pending silence that is ended begins and ends at once, as in Alertmanager. */
    private static SilenceImage ended(SilenceImage silence, Instant at) {
        Instant start = silence.startsAt().isAfter(at) ? at : silence.startsAt();
        return new SilenceImage(
                silence.id(),
                silence.tenant(),
                silence.matchers(),
                start,
                at,
                at,
                silence.createdBy(),
                silence.comment());
    }

    List<AlertFact> tick(long now) {
        List<AlertFact> out = new ArrayList<>();
        if (next > now) {
            return out;
        }
        Instant at = Micros.toInstant(now);
        for (SilenceImage silence : all.values()) {
            boolean wasActive = active.containsKey(silence.id());
            if (silence.activeAt(at) && !wasActive) {
                out.add(new AlertFact.SilenceBegan(silence.id(), now));
            } else if (wasActive && !silence.activeAt(at)) {
                out.add(new AlertFact.SilenceExpired(silence, EventImage.SYSTEM, now));
            } else if (!wasActive && !at.isBefore(silence.endsAt().plus(KEPT))) {
                out.add(new AlertFact.SilenceGone(silence.id(), now));
            }
        }
        return out;
    }

    void put(SilenceImage silence, long now) {
        all.put(silence.id(), silence);
        activate(silence, silence.activeAt(Micros.toInstant(now)), now);
    }

    void begin(String id, long now) {
        SilenceImage silence = all.get(id);
        if (silence != null) {
            activate(silence, true, now);
        }
    }

    void end(SilenceImage silence, long now) {
        all.put(silence.id(), silence);
        activate(silence, false, now);
    }

    void forget(String id) {
        all.remove(id);
        plan(clock);
    }

    @Nullable
    SilenceImage get(String id) {
        return all.get(id);
    }

    /** The silences that began, changed or ended since this was last asked. */
    List<String> changed() {
        List<String> out = List.copyOf(changed);
        changed.clear();
        return out;
    }

    long next() {
        return next;
    }

    private void activate(SilenceImage silence, boolean isActive, long now) {
        boolean wasActive = active.containsKey(silence.id());
        if (isActive) {
            active.put(silence.id(), silence);
        } else {
            active.remove(silence.id());
        }
        if (isActive || wasActive) {
            changed.add(silence.id());
        }
        plan(now);
    }

    private void plan(long now) {
        clock = now;
        next = Long.MAX_VALUE;
        for (SilenceImage silence : all.values()) {
            long start = Micros.of(silence.startsAt());
            Instant end = silence.endsAt();
            boolean pending = start > now && silence.startsAt().isBefore(end);
            long due = pending ? start : Micros.of(active.containsKey(silence.id()) ? end : end.plus(KEPT));
            next = Math.min(next, due);
        }
    }
}
