package dev.tidegate.health.retro;

import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.SignalKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a file holds, found by reading it once: its nodes, its time, and what is wrong with it. */
final class Survey {
    static final int MAX_NODES = 20_000;
    private static final int BAD_ROWS_TOLD = 20;
    private static final int SIGNALS_TOLD = 20;

    /** In the order in which they appear. */
    final Set<String> nodes = new LinkedHashSet<>();

    /** Signals that the policy does not have. */
    final Set<String> unknown = new LinkedHashSet<>();

    /** Of rows that cannot be used: where and why. */
    final List<String> bad = new ArrayList<>();

    long badRows;
    long rows;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;

    static Survey of(Path file, HealthPolicy policy) throws IOException {
        Survey survey = new Survey();
        try (SeriesFile rows = new SeriesFile(file)) {
            while (true) {
                try {
                    @Nullable Row row = rows.next();
                    if (row == null) {
                        return survey;
                    }
                    survey.take(row, policy);
                } catch (BadRowException e) {
                    survey.badRows++;
                    if (survey.bad.size() < BAD_ROWS_TOLD) {
                        survey.bad.add(rows.where() + ": " + e.getMessage());
                    }
                }
            }
        }
    }

    private void take(Row row, HealthPolicy policy) throws BadRowException {
        if (!Rounds.isKnown(policy, row.signal())) {
            if (unknown.size() < SIGNALS_TOLD) {
                unknown.add(row.signal());
            }
            return;
        }
        if (row.value() < 0 && isCount(policy, row.signal())) {
            throw new BadRowException(row.signal() + " counts something, so " + row.value() + " is no value of it");
        }
        rows++;
        first = Math.min(first, row.millis());
        last = Math.max(last, row.millis());
        if (nodes.add(row.node()) && nodes.size() > MAX_NODES) {
            throw new BadRowException("this is node " + nodes.size() + "; more than " + MAX_NODES + " are too many");
        }
    }

    private static boolean isCount(HealthPolicy policy, String name) {
        return policy.signals().stream()
                .noneMatch(signal -> signal.name().equals(name) && signal.kind() == SignalKind.GAUGE);
    }
}
