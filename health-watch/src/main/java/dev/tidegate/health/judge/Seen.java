package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was read of one signal of one group of nodes: what counts as evidence, and why there is none. */
final class Seen {
    private static final Evidence NOTHING = new Evidence.NoData("nothing was asked yet");

    private final Signal signal;
    private final int nodes;
    private final Duration freshness;
    private @Nullable Evidence latest;
    private @Nullable Sample sample;
    private @Nullable Instant sampledAt;

    /** @param interval between two rounds: evidence outlives one of them that brings nothing */
    Seen(Signal signal, int nodes, Duration interval) {
        this.signal = signal;
        this.nodes = nodes;
        Duration twice = interval.multipliedBy(2);
        freshness = signal.staleAfter().compareTo(twice) > 0 ? signal.staleAfter() : twice;
    }

    /** What a round has brought, as numbers; null when it has brought none. */
    @Nullable
    Sample sample(@Nullable Evidence evidence) {
        boolean zero = signal.empty() == Empty.ZERO;
        if (nodes == 0) {
            return null;
        }
        if (evidence instanceof Evidence.Values values && fits(values)) {
            Sample numbers = Sample.of(signal.kind(), values.values(), values.totals(), zero);
            return numbers.reporting() == 0 ? null : numbers;
        }
        return zero && evidence instanceof Evidence.NoData ? Sample.zeros(signal.kind(), nodes) : null;
    }

    /**
     * Takes in a round.
     *
     * @param evidence null when this group was not asked in it
     * @return its numbers; null when it has brought none
     */
    @Nullable
    Sample take(@Nullable Evidence evidence, Instant at) {
        Sample now = sample(evidence);
        if (evidence != null) {
            latest = evidence;
            sample = now;
        }
        if (now != null) {
            sampledAt = at;
        }
        return now;
    }

    /** The numbers of the latest answer; null when it had none. */
    @Nullable
    Sample sample() {
        return sample;
    }

    /** The latest answer. */
    Evidence evidence() {
        return latest == null ? NOTHING : latest;
    }

    /** The latest answer; null when nothing was asked yet. */
    @Nullable
    Evidence answered() {
        return latest;
    }

    /** Why nothing is known now, as a part of a sentence; null when there is evidence. */
    @Nullable
    String gap(Instant now) {
        if (sample == null) {
            Instant read = sampledAt;
            // of values that are too old it is said already how old they are
            return read == null || evidence() instanceof Evidence.Stale
                    ? lacking()
                    : lacking() + "; last read " + Words.duration(Duration.between(read, now)) + " ago";
        }
        boolean old = sampledAt == null || Duration.between(sampledAt, now).compareTo(freshness) > 0;
        return old ? "nothing was read for more than " + Words.duration(freshness) : null;
    }

    private String lacking() {
        return switch (evidence()) {
            case Evidence.NoData none -> "there is no data (" + none.reason() + ")";
            case Evidence.Partial partial -> "the answer is not whole (" + partial.reason() + ")";
            case Evidence.Stale stale ->
                "the values are " + Words.duration(stale.age()) + " old (" + stale.reason() + ")";
            case Evidence.QueryError error -> "the question failed (" + error.reason() + ")";
            case Evidence.Values values -> {
                if (!fits(values)) {
                    yield "the answer has " + values.values().length + " values for " + Words.nodes(nodes);
                }
                yield values.reporting() == 0 ? "no node reports" : senseless(values);
            }
        };
    }

    private String senseless(Evidence.Values values) {
        int refused = Sample.of(signal.kind(), values.values(), values.totals(), false)
                .refused();
        return switch (signal.kind()) {
            case GAUGE -> "no node reports a number that can be reckoned with";
            case COUNT -> "no node reports a number of events: they are below 0, or beyond all bounds";
            case RATIO ->
                refused == 0
                        ? "no node that reports a part reports its total"
                        : "no node reports a ratio: parts are above their totals, or below 0";
        };
    }

    private boolean fits(Evidence.Values values) {
        return values.values().length == nodes
                && (signal.kind() != SignalKind.RATIO || values.totals().length == nodes);
    }
}
