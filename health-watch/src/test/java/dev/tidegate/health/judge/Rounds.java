package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.World.CHANGE;
import static dev.tidegate.health.judge.World.INTERVAL;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges of one signal {@code m}, and the rounds that one of them is given after the change, each an interval later. */
final class Rounds {
    static final Exposure SHORT = new Exposure(Duration.ofSeconds(30), 3, 1, 0);
    static final Cohort THREE = World.cohort(3, 3);

    private long round;

    Verdict verdict(Judge judge, Evidence watched, @Nullable Evidence control) {
        return judge.judge(next(watched, control)).verdict();
    }

    Round next(Evidence watched, @Nullable Evidence control) {
        round++;
        return new Round(CHANGE.plus(INTERVAL.multipliedBy(round)), readings(watched, control));
    }

    /** A judge that has seen a hundred rounds before the change. */
    static Judge snapshot(Cohort cohort, Signal signal) {
        Judge judge = judge(cohort, SHORT, signal);
        for (int i = 100; i > 0; i--) {
            judge.remember(new Round(
                    CHANGE.minus(INTERVAL.multipliedBy(i)),
                    readings(
                            wiggle(cohort.watched().size(), -i, 10),
                            cohort.control().isEmpty()
                                    ? null
                                    : wiggle(cohort.control().size(), -i + 7, 10))));
        }
        return judge;
    }

    private static List<Reading> readings(Evidence watched, @Nullable Evidence control) {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("m", Group.WATCHED, watched));
        if (control != null) {
            readings.add(new Reading("m", Group.CONTROL, control));
        }
        return readings;
    }

    /** Values of so many nodes that move a little about a level. */
    static Values wiggle(int nodes, int step, double level) {
        double[] values = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            values[i] = level * (1 + 0.1 * Math.sin(1.7 * step + 2.3 * i) + 0.05 * Math.sin(0.61 * step * (i + 1)));
        }
        return Values.of(values);
    }

    static Judge judge(Cohort cohort, Exposure exposure, Signal signal) {
        return Judges.of(policy(exposure, List.of(signal)), cohort, CHANGE);
    }

    static HealthPolicy policy(Exposure exposure, List<Signal> signals) {
        return new HealthPolicy(
                "p", INTERVAL, Duration.ofMinutes(10), 0.01, 1, exposure, Duration.ofMinutes(5), signals);
    }

    static Signal limited(Limit limit) {
        return signal(Direction.UP, Optional.of(limit), Optional.empty(), true, false, Empty.UNKNOWN);
    }

    static Signal compared(Direction direction) {
        return signal(direction, Optional.empty(), Optional.of(Comparison.DEFAULT), true, false, Empty.UNKNOWN);
    }

    static Signal signal(
            Direction direction,
            Optional<Limit> limit,
            Optional<Comparison> comparison,
            boolean required,
            boolean shadow,
            Empty empty) {
        return new Signal(
                "m",
                "",
                SignalKind.GAUGE,
                direction,
                new Source.Given(),
                limit,
                comparison,
                empty,
                Duration.ofSeconds(5),
                required,
                shadow);
    }
}
