package dev.tidegate.storm.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void finds_quantiles_within_a_bucket() {
        Latencies latencies = new Latencies();
        assertThat(latencies.millisAt(0.99)).isZero();
        for (int millis = 1; millis <= 1000; millis++) {
            latencies.record(TimeUnit.MILLISECONDS.toNanos(millis));
        }
        assertThat(latencies.millisAt(0.5)).isCloseTo(500, within(30.0));
        assertThat(latencies.millisAt(0.99)).isCloseTo(990, within(55.0));
    }
}
