package dev.tidegate.correlator.shard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Incidents that have grown, and when that is told: at once, and after that at most once in {@link #PACE} for each, so that
 * a flood of alerts is not a flood of events.
 *
 * <p>The pace is the log's, not that of the batches in which the log is read: those end wherever a poll ends, and what
 * depends on them is not the same in a replay.
 */
final class Growth {
    static final Duration PACE = Duration.ofMillis(250);

    private final Map<String, Instant> told = new LinkedHashMap<>(); // longest ago first, kept for one pace
    private final Map<String, Instant> waiting = new LinkedHashMap<>(); // from when on it may be told
    private Instant due = Instant.MAX;

    /** @param untold what waited when the shard was last written: its turn comes first */
    Growth(List<String> untold, Instant clock) {
        untold.forEach(id -> waiting.put(id, clock));
        plan();
    }

    void grew(String incident, Instant now) {
        if (!waiting.containsKey(incident)) {
            Instant last = told.get(incident);
            Instant from = last == null || last.plus(PACE).isBefore(now) ? now : last.plus(PACE);
            waiting.put(incident, from);
            due = from.isBefore(due) ? from : due;
        }
    }

    boolean waits(String incident) {
        return waiting.containsKey(incident);
    }

    /** Something else was told of it, and that shows the growth too. */
    void shown(String incident) {
        if (waiting.remove(incident) != null) {
            plan();
        }
    }

    /** When the next is told; {@link Instant#MAX} when none waits. */
    Instant due() {
        return due;
    }

    /** Those whose turn has come: they count as told. */
    List<String> take(Instant now) {
        if (due.isAfter(now)) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        waiting.entrySet().stream()
                .filter(entry -> !entry.getValue().isAfter(now))
                .sorted(Comparator.comparing(Map.Entry::getValue)) // stable: those that grew first come first
                .forEach(entry -> out.add(entry.getKey()));
        told.values().removeIf(last -> !last.plus(PACE).isAfter(now));
        for (String incident : out) {
            waiting.remove(incident);
            told.remove(incident);
            told.put(incident, now);
        }
        plan();
        return out;
    }

    /** Those that wait, first come first. */
    List<String> untold() {
        return List.copyOf(waiting.keySet());
    }

    private void plan() {
        due = waiting.values().stream().min(Comparator.naturalOrder()).orElse(Instant.MAX);
    }
}
