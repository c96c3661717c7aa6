package dev.tidegate.correlator.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Incidents that have grown, and when that is told: at once, and after that at most once in {@link #PACE} for each, so that
 * a flood of alerts is not a flood of events.
 *
 * <p>The pace is the log's, not that of the batches in which the log is read: those end wherever a poll ends, and what
 * depends on them is not the same in a replay.
 */
final class Growth {
    static final Duration PACE = Duration.ofMillis(250);

    /** When an incident's growth may be told; of those for the same time, whichever grew first comes first. */
    private record Turn(Instant from, long order, String incident) {}

    private final Map<String, Instant> told = new LinkedHashMap<>(); // longest ago first, kept for one pace
    private final Map<String, Turn> waiting = new LinkedHashMap<>(); // those that grew first come first
    private final PriorityQueue<Turn> turns = // and turns that are no longer waited for
            new PriorityQueue<>(Comparator.comparing(Turn::from).thenComparingLong(Turn::order));
    private long order;

    /** @param untold what waited when the shard was last written: its turn comes first */
    Growth(List<String> untold, Instant clock) {
        untold.forEach(id -> await(id, clock));
    }

    private void await(String incident, Instant from) {
        Turn turn = new Turn(from, order++, incident);
        waiting.put(incident, turn);
        turns.add(turn);
    }

    void grew(String incident, Instant now) {
        if (!waiting.containsKey(incident)) {
            Instant last = told.get(incident);
            await(incident, last == null || last.plus(PACE).isBefore(now) ? now : last.plus(PACE));
        }
    }

    boolean waits(String incident) {
        return waiting.containsKey(incident);
    }

    /** Something else was told of it, and that shows the growth too. */
    void shown(String incident) {
        waiting.remove(incident);
    }

    /** When the next is told; {@link Instant#MAX} when none waits. */
    Instant due() {
        Turn next = next();
        return next == null ? Instant.MAX : next.from();
    }

    private @Nullable Turn next() {
        Turn next = turns.peek();
        while (next != null && !next.equals(waiting.get(next.incident()))) {
            turns.remove();
            next = turns.peek();
        }
        return next;
    }

    /** Those whose turn has come: they count as told. */
    List<String> take(Instant now) {
        List<String> out = new ArrayList<>();
        for (Turn next = next(); next != null && !next.from().isAfter(now); next = next()) {
            waiting.remove(next.incident());
            out.add(next.incident());
        }
        if (!out.isEmpty()) {
            forget(now);
            for (String incident : out) {
                told.remove(incident);
                told.put(incident, now);
            }
        }
        return out;
    }

    /** What was told a pace ago or longer holds nothing back. */
    private void forget(Instant now) {
        Iterator<Instant> oldest = told.values().iterator();
        while (oldest.hasNext() && !oldest.next().plus(PACE).isAfter(now)) {
            oldest.remove();
        }
    }

    /** Those that wait, first come first. */
    List<String> untold() {
        return List.copyOf(waiting.keySet());
    }
}
