package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.alert.Limit;
import dev.tidegate.correlator.shard.ShardStats;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** What one partition's work is measured by. The figures of a partition that is not held here are zero. */
final class LaneMeters {
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong end = new AtomicLong();
    private final AtomicLong owned = new AtomicLong();
    private final AtomicLong firing = new AtomicLong();
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong most = new AtomicLong();
    private final AtomicLong incidents = new AtomicLong();
    private final Counter seen;
    private final Counter repeats;
    private final Counter fired;
    private final Counter resolved;
    private final Map<Limit, Counter> leftOut = new EnumMap<>(Limit.class);
    private final Counter malformed;
    private final Counter failures;
    private final DistributionSummary batch;
    private final Timer commit;
    private ShardStats before = ShardStats.NOTHING;

    LaneMeters(MeterRegistry meters, int partition) {
        Tags tags = Tags.of("partition", Integer.toString(partition));
        Gauge.builder("tidegate.shard.owned", owned, AtomicLong::get).tags(tags).register(meters);
        Gauge.builder("tidegate.shard.lag", this, LaneMeters::lag)
                .description("records of the log that are not applied yet")
                .tags(tags)
                .register(meters);
        Gauge.builder("tidegate.alerts.firing", firing, AtomicLong::get)
                .tags(tags)
                .register(meters);
        Gauge.builder("tidegate.alerts.held", held, AtomicLong::get)
                .description("alerts in memory, resolved ones that are still shown too")
                .tags(tags)
                .register(meters);
        Gauge.builder("tidegate.alerts.held.limit", most, AtomicLong::get)
                .tags(tags)
                .register(meters);
        Gauge.builder("tidegate.incidents.open", incidents, AtomicLong::get)
                .tags(tags)
                .register(meters);
        seen = Counter.builder("tidegate.alerts.seen").tags(tags).register(meters);
        repeats = Counter.builder("tidegate.alerts.repeats")
                .description("alerts that changed nothing but counters")
                .tags(tags)
                .register(meters);
        fired = Counter.builder("tidegate.alerts.fired").tags(tags).register(meters);
        resolved = Counter.builder("tidegate.alerts.resolved").tags(tags).register(meters);
        for (Limit limit : Limit.values()) {
            leftOut.put(
                    limit,
                    Counter.builder("tidegate.alerts.limited")
                            .description("messages about alerts that there was no room for")
                            .tags(tags)
                            .tag("reason", limit.word())
                            .register(meters));
        }
        malformed = Counter.builder("tidegate.log.malformed").tags(tags).register(meters);
        failures = Counter.builder("tidegate.shard.failures")
                .description("times a shard was restored from its rows after a failure")
                .tags(tags)
                .register(meters);
        batch = DistributionSummary.builder("tidegate.shard.batch")
                .baseUnit("records")
                .tags(tags)
                .register(meters);
        commit = Timer.builder("tidegate.shard.commit")
                .publishPercentileHistogram()
                .tags(tags)
                .register(meters);
    }

    private double lag() {
        return owned.get() == 0 ? 0 : Math.max(0, end.get() - next.get());
    }

    void ends(long offset) {
        end.set(offset);
    }

    void restored(long nextOffset) {
        before = ShardStats.NOTHING;
        owned.set(1);
        next.set(nextOffset);
    }

    void left() {
        owned.set(0);
        firing.set(0);
        held.set(0);
        most.set(0);
        incidents.set(0);
    }

    void failed() {
        failures.increment();
    }

    void took(int records) {
        batch.record(records);
    }

    void committed(long nextOffset, ShardStats stats, int openIncidents, Duration latency) {
        next.set(nextOffset);
        commit.record(latency);
        firing.set(stats.firing());
        held.set(stats.alerts());
        most.set(stats.mostAlerts());
        incidents.set(openIncidents);
        leftOut.forEach((limit, counter) -> add(
                counter,
                stats.leftOut().getOrDefault(limit, 0L) - before.leftOut().getOrDefault(limit, 0L)));
        add(seen, stats.seen() - before.seen());
        add(repeats, stats.repeats() - before.repeats());
        add(fired, stats.fired() - before.fired());
        add(resolved, stats.resolved() - before.resolved());
        add(malformed, stats.malformed() - before.malformed());
        before = stats;
    }

    private static void add(Counter counter, long more) {
        counter.increment((double) more);
    }
}
