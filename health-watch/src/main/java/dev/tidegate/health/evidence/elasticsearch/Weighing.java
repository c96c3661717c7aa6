package dev.tidegate.health.evidence.elasticsearch;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Makes evidence of counts.
 *
 * <p>A node that logged anything at all within the lookback (the signal's {@code staleAfter}, and at least a window) is
 * there, and having no matching document is a real 0. One that logged nothing did not report: it may be down, or its
 * shipper may be. When the operator said that no rows are no events, that is a 0 as well.
 */
record Weighing(String server, Question question, Windows steps) {
    private static final int NAMED = 3;

    /** Whether it must be known when the nodes logged anything at all, because none did of late. */
    boolean silent(Tallies tallies, int step) {
        if (question.signal().empty() == Empty.ZERO) {
            return false;
        }
        for (int node = 0; node < tallies.nodes(); node++) {
            if (reports(tallies, step, node)) {
                return false;
            }
        }
        return true;
    }

    private boolean reports(Tallies tallies, int step, int node) {
        return tallies.newest(step, node) >= steps.end(step) - steps.lookback();
    }

    /** Of a window in which at least one node reports. */
    Evidence values(Tallies tallies, int step) {
        Signal signal = question.signal();
        double[] values = new double[tallies.nodes()];
        double[] totals = switch (signal.kind()) {
            case RATIO -> new double[tallies.nodes()];
            case COUNT, GAUGE -> new double[0];
        };
        for (int node = 0; node < values.length; node++) {
            boolean known = signal.empty() == Empty.ZERO || reports(tallies, step, node);
            long part = tallies.part(step, node);
            long total = tallies.total(step, node);
            if (totals.length > 0) {
                if (part > total) {
                    return unequal(node, part, total);
                }
                totals[node] = known ? total : Double.NaN;
            }
            values[node] = known ? value(part) : Double.NaN;
        }
        return new Evidence.Values(values, totals);
    }

    private double value(long count) {
        return switch (question.signal().kind()) {
            case COUNT, RATIO -> count;
            case GAUGE -> count * 1000.0 / steps.width();
        };
    }

    private Evidence unequal(int node, long part, long total) {
        return new Evidence.QueryError(String.format(
                Locale.ROOT,
                "%s has %d documents of %s that match `%s` but only %d that match the total `%s`: a total must match"
                        + " what its part matches",
                question.source().index(),
                part,
                question.nodes().get(node),
                question.source().query(),
                total,
                question.source().total().orElse("*")));
    }

    /**
     * Of a window in which no node reports.
     *
     * @param newest time of the newest document of any node, or {@link Tallies#NEVER}
     */
    Evidence nothing(int step, long newest) {
        String where = nodes() + " in " + question.source().index() + " on " + server;
        if (newest == Tallies.NEVER) {
            return new Evidence.NoData("there is no document at all of " + where + ", looking for them in field "
                    + question.source().nodeField());
        }
        Duration age = Duration.ofMillis(steps.end(step) + steps.delay() - newest);
        return new Evidence.Stale(
                age,
                "the newest document of " + where + " is " + words(age) + " old, and older than "
                        + words(Duration.ofMillis(steps.lookback())) + " is not evidence");
    }

    private String nodes() {
        List<String> all = question.nodes();
        String named = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() <= NAMED ? named : named + " and " + (all.size() - NAMED) + " more nodes";
    }

    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200
                ? seconds / 60 + " min"
                : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }
}
