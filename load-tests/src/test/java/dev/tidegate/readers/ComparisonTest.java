package dev.tidegate.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    @Test
    void aMachineThatGetsQuickerFavoursNobody() {
        Comparison comparison = new Comparison();
        // each turn judges a millisecond quicker than the one before, whoever reads
        for (int turn = 0; turn < 6; turn += 2) {
            comparison.alone(phase(12 - turn, 10));
            comparison.crowd(phase(11 - turn, 10));
        }
        comparison.alone(phase(6, 10));
        assertThat(comparison.judgingRatio()).isCloseTo(1, within(1e-9));
        assertThat(comparison.grown()).isCloseTo(0, within(1e-9));
    }

    @Test
    void whatACrowdCostsIsTheMedianOfItsTurns() {
        Comparison comparison = new Comparison();
        comparison.alone(phase(2, 10));
        for (double judging : new double[] {3, 20, 4}) {
            comparison.crowd(phase(judging, 100));
            comparison.alone(phase(2, 10));
        }
        assertThat(comparison.judgingRatio()).isCloseTo(2, within(1e-9));
        assertThat(comparison.grown()).isCloseTo(99 - 9.9, within(0.2));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        comparison.print(new PrintStream(printed, false, StandardCharsets.UTF_8), 500, 50);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsPattern("judging a round +2\\.00 +1\\.50 +10\\.00 +1\\.00 to 1\\.00")
                .contains("500 read, 50 of them stall");
    }

    @Test
    void readsWhatAGatewayCounts() {
        Lateness before = Lateness.read("""
                tidegate_health_frame_lateness_seconds_bucket{le="0.01"} 90
                tidegate_health_frame_lateness_seconds_bucket{le="0.1"} 100
                tidegate_health_frame_lateness_seconds_bucket{le="+Inf"} 100
                tidegate_health_round_judging_seconds_count 100
                tidegate_health_round_judging_seconds_sum 0.5
                tidegate_health_rounds_late_total 3.0
                tidegate_health_readers 500.0
                """);
        assertThat(before.frames()).isEqualTo(100);
        assertThat(before.millis(0.9)).isCloseTo(10, within(1e-9));
        assertThat(before.judgingMillis()).isCloseTo(5, within(1e-9));
        assertThat(before.since(before).frames()).isZero();
        assertThat(before.and(before).frames()).isEqualTo(200);
        assertThat(before.leftOut()).isEqualTo(3);
        assertThat(before.readers()).isEqualTo(500);
    }

    /** A hundred frames, told at most so many milliseconds late, evenly. */
    private static Phase phase(double judgingMillis, double late) {
        Map<Double, Double> buckets = new TreeMap<>(Map.of(late / 1000, 100.0, Double.POSITIVE_INFINITY, 100.0));
        return new Phase(new Lateness(buckets, 100, judgingMillis / 10, 0, 1), List.of(1L, 2L));
    }
}
