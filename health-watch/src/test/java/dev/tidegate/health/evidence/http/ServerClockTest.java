package dev.tidegate.health.evidence.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServerClockTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final ServerClock clock = new ServerClock();

    private boolean observe(String time, Duration took) {
        return clock.observe("Sun, 22 Nov 2026 " + time + " GMT", NOON, NOON.plus(took));
    }

    @Test
    void aFewSecondsAreNoDifference() {
        assertThat(observe("12:00:05", Duration.ofMillis(10))).isFalse();
        assertThat(observe("11:59:55", Duration.ofMillis(10))).isFalse();
        // 20 s to answer: the clock may be right
        assertThat(observe("12:00:20", Duration.ofSeconds(20))).isFalse();
        assertThat(clock.ahead()).isZero();
    }

    @Test
    void moreIsADifferenceThatStaysUntilItChanges() {
        assertThat(observe("12:00:30", Duration.ofMillis(100))).isTrue();
        assertThat(clock.ahead()).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
        Duration before = clock.ahead();
        assertThat(observe("12:00:31", Duration.ofMillis(100))).isFalse();
        assertThat(clock.ahead()).isEqualTo(before);
        assertThat(observe("11:58:00", Duration.ofMillis(100))).isTrue();
        assertThat(clock.ahead().toSeconds()).isBetween(-120L, -118L);
        assertThat(observe("12:00:00", Duration.ofMillis(100))).isTrue();
        assertThat(clock.ahead()).isZero();
    }

    @Test
    void aHeaderThatIsNoDateSaysNothing() {
        assertThat(clock.observe(null, NOON, NOON)).isFalse();
        assertThat(clock.observe("soon", NOON, NOON)).isFalse();
    }
}
