package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is counted of rollouts. */
final class RolloutMeters {
    private final MeterRegistry meters;
    private final Timer lastDispatch;
    private final Timer firstRevert;
    private final Counter overruns;
    private final Map<String, Instant> turned = new ConcurrentHashMap<>();

    RolloutMeters(MeterRegistry meters) {
        this.meters = meters;
        lastDispatch = Timer.builder("tidegate.rollout.stop")
                .description("from the decision to pull back to the last dispatch forward that was taken after it")
                .register(meters);
        firstRevert = Timer.builder("tidegate.rollout.turn")
                .description("from the decision to pull back to the first dispatch back that was taken")
                .register(meters);
        overruns = Counter.builder("tidegate.rollout.overruns")
                .description("orders whose target told more results than may wait, and that were followed anew")
                .register(meters);
    }

    void running(Collection<RolloutRunner> runners) {
        meters.gaugeCollectionSize("tidegate.rollouts", List.of(), runners);
        for (NodesNow state : NodesNow.values()) {
            Gauge.builder(
                            "tidegate.rollout.nodes",
                            runners,
                            all -> all.stream()
                                    .mapToLong(one -> one.nodes(state))
                                    .sum())
                    .tag("state", state.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .description("nodes of the rollouts that run here")
                    .register(meters);
        }
    }

    /** What is known of a node, both directions taken together. */
    enum NodesNow {
        UNTOUCHED,
        IN_FLIGHT,
        DONE,
        BAD,
        BACK
    }

    void told(Rollout rollout, List<RolloutEvent> events) {
        events.forEach(event -> told(rollout, event));
    }

    private void told(Rollout rollout, RolloutEvent event) {
        String id = rollout.terms().id();
        switch (event) {
            case RolloutEvent.PhaseBegun begun -> {
                if (begun.phase() == Phase.PULLING_BACK) {
                    turned.put(id, begun.at());
                }
                if (begun.phase().isOver()) {
                    turned.remove(id);
                    meters.counter(
                                    "tidegate.rollouts.ended",
                                    "phase",
                                    begun.phase().word())
                            .increment();
                }
            }
            case RolloutEvent.Held held ->
                meters.counter("tidegate.rollout.holds", "by", held.by().equals(Rollout.ITSELF) ? "itself" : "person")
                        .increment();
            case RolloutEvent.Yielded yielded ->
                meters.counter("tidegate.rollout.yields", "direction", word(yielded.direction()))
                        .increment();
            case RolloutEvent.Dispatched dispatched -> taken(rollout, dispatched);
            case RolloutEvent.Intended intended ->
                meters.counter(
                                "tidegate.rollout.dispatches",
                                "direction",
                                word(intended.dispatch().direction()))
                        .increment();
            default -> {}
        }
    }

    private static String word(Direction direction) {
        return direction == Direction.FORWARD ? "forward" : "back";
    }

    private void taken(Rollout rollout, RolloutEvent.Dispatched dispatched) {
        Instant since = turned.get(rollout.terms().id());
        if (since == null) {
            return;
        }
        Duration after = Duration.between(since, dispatched.at());
        if (rollout.direction(dispatched.dispatch()).equals(Optional.of(Direction.FORWARD))) {
            lastDispatch.record(after);
        } else {
            turned.remove(rollout.terms().id());
            firstRevert.record(after);
        }
    }

    /** A target told more than may wait. */
    void overrun() {
        overruns.increment();
    }

    void failed() {
        meters.counter("tidegate.rollout.failures").increment();
    }
}
