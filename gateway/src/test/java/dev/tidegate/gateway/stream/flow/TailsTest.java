package dev.tidegate.gateway.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long events are gathered before readers are told. */
class TailsTest {
    @Test
    void manyReadersAreToldInLargerParts() {
        assertThat(Tails.pause(1)).isEqualTo(Duration.ofMillis(5));
        assertThat(Tails.pause(50)).isEqualTo(Duration.ofMillis(5));
        assertThat(Tails.pause(500)).isEqualTo(Duration.ofMillis(50));
        assertThat(Tails.pause(StreamHub.MAX_READERS)).isEqualTo(Duration.ofMillis(100));
    }
}
