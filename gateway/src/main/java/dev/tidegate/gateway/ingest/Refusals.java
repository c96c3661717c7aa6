package dev.tidegate.gateway.ingest;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The bad alerts of one request: all are counted, the first few are named.
 *
 * <p>Reads as {@code alerts[1].labels: at least one label pair required; alerts[4].startsAt: …; and 3 more}.
 */
public final class Refusals {
    private final int named;
    private final Map<RefusalReason, Integer> counts = new EnumMap<>(RefusalReason.class);
    private final List<String> sentences = new ArrayList<>();
    private int total;

    /** @param named how many are remembered with their place and sentence */
    public Refusals(int named) {
        this.named = named;
    }

    /**
     * Counts one.
     *
     * @param index of the alert in its request, from 0
     * @param field which part of it is wrong, for example {@code labels.host}; empty for all of it
     */
    public void add(int index, String field, RefusalReason reason, String words) {
        if (sentences.size() < named) {
            sentences.add("alerts[" + index + "]" + (field.isEmpty() ? "" : "." + field) + ": " + words);
        }
        addUnnamed(reason);
    }

    /** Counts one that need not be named, since the first few of its kind were. */
    public void addUnnamed(RefusalReason reason) {
        counts.merge(reason, 1, Integer::sum);
        total++;
    }

    /** Counts alerts that are not looked at any more under one sentence. */
    public void addAll(int fromIndex, int alerts, RefusalReason reason, String words) {
        add(fromIndex, "", reason, words);
        counts.merge(reason, alerts - 1, Integer::sum);
        total += alerts - 1;
    }

    public boolean isEmpty() {
        return total == 0;
    }

    public int total() {
        return total;
    }

    public int count(RefusalReason reason) {
        return counts.getOrDefault(reason, 0);
    }

    /** Calls once for each reason that occurred, with how often. */
    public void forEach(ObjIntConsumer<RefusalReason> action) {
        counts.forEach(action::accept);
    }

    @Override
    public String toString() {
        String told = String.join("; ", sentences);
        return total > sentences.size() ? told + "; and " + (total - sentences.size()) + " more" : told;
    }
}
