package dev.tidegate.health.evidence.prometheus;

import dev.tidegate.health.evidence.series.Ages;
import dev.tidegate.health.evidence.series.NodeSeries;
import dev.tidegate.health.evidence.series.Steps;
import java.time.Duration;

/**
 * Ages by the times of the newest samples.
 *
 * @param renames whether nodes may be called otherwise in the samples: then the newest sample of anyone counts for those
 *     that are not found by name
 */
record SampleAges(Layout times, Steps steps, boolean renames) implements Ages {

    @Override
    public Duration age(int place, int step) {
        NodeSeries numbers = times.numbers();
        double seconds =
                numbers.has(place, step) ? numbers.value(place, step) : renames ? times.highest(step) : Double.NaN;
        if (Double.isNaN(seconds)) {
            return GONE;
        }
        return Duration.ofMillis(steps.time(step).toEpochMilli() - Math.round(seconds * 1000));
    }
}
