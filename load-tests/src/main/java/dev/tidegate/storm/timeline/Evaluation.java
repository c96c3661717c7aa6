package dev.tidegate.storm.timeline;

import dev.tidegate.storm.fault.Span;
import dev.tidegate.storm.fault.Symptom;
import java.util.SplittableRandom;

/**
 * When Prometheus notices. A condition is seen by the next scrape, becomes pending at the next evaluation of its rule
 * group, fires at the first evaluation after the rule's {@code for}, and resolves at the first evaluation after a
 * scrape that no longer shows it. Scrapes and evaluations run every 15 seconds; each rule group and target has its own
 * phase.
 */
final class Evaluation {
    /** Scrape and evaluation interval. */
    static final long INTERVAL_MILLIS = 15_000;

    private Evaluation() {}

    /** The alert's life, or an empty span when it never fired. */
    static Span of(Symptom symptom, SplittableRandom random) {
        long begun = symptom.span().from() + scrapeDelay(symptom, random);
        long ended = symptom.span().until() + scrapeDelay(symptom, random);
        int group = symptom.rule().service().hashCode();
        long fired = evaluation(evaluation(begun, group) + symptom.rule().hold().toMillis(), group);
        return new Span(fired, Math.max(fired, evaluation(ended, group)));
    }

    /** A rule over all nodes of a service sees the last of the scrapes it needs. */
    private static long scrapeDelay(Symptom symptom, SplittableRandom random) {
        return symptom.labels().has("host") ? random.nextLong(INTERVAL_MILLIS) : INTERVAL_MILLIS;
    }

    private static long evaluation(long atOrAfter, int group) {
        long phase = Math.floorMod(group, 15) * 1000L;
        return Math.ceilDiv(atOrAfter - phase, INTERVAL_MILLIS) * INTERVAL_MILLIS + phase;
    }
}
