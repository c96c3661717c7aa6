package dev.tidegate.correlator.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.alert.Limit;
import dev.tidegate.correlator.shard.ShardStats;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeftOutWordsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private final LeftOutWords words = new LeftOutWords();

    private static ShardStats leftOut(Map<Limit, Long> by) {
        return new ShardStats(1, 0, 0, 0, 0, by, 90, 80, 100);
    }

    @Test
    void atOnceAndThenFromTimeToTimeWhileItGoesOn() {
        assertThat(words.news(leftOut(Map.of()), NOON)).isEmpty();
        assertThat(words.news(leftOut(Map.of(Limit.NAME, 3L)), NOON))
                .hasValue("leaves out what is new (3 by name): it holds 90 alerts of 100 (limits.alerts); alerts"
                        + " TidegateAlertsLimited say of which");
        assertThat(words.news(leftOut(Map.of(Limit.NAME, 900L)), NOON.plusSeconds(599)))
                .isEmpty();
        assertThat(words.news(leftOut(Map.of(Limit.NAME, 3L, Limit.SITE, 5L)), NOON.plusSeconds(600)))
                .hasValue("leaves out what is new (5 by site): it holds 90 alerts of 100 (limits.alerts); alerts"
                        + " TidegateAlertsLimited say of which");
        assertThat(words.news(leftOut(Map.of(Limit.NAME, 3L, Limit.SITE, 5L)), NOON.plusSeconds(9_999)))
                .as("no more since")
                .isEmpty();
    }
}
