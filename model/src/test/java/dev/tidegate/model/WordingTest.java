package dev.tidegate.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.5S, 0.5 s",
        "PT1S, 1 s",
        "PT60S, 1 min",
        "PT90S, 90 s",
        "PT15M, 15 min",
        "PT2H, 2 h",
        "PT1H30M, 1 h 30 min"
    })
    void durationsAreSaidAsPeopleSayThem(Duration duration, String words) {
        assertThat(Wording.duration(duration)).isEqualTo(words);
    }

    @Test
    void oneIsNotMany() {
        assertThat(Wording.count(1, "time")).isEqualTo("1 time");
        assertThat(Wording.count(0, "file")).isEqualTo("0 files");
        assertThat(Wording.count(3, "node")).isEqualTo("3 nodes");
    }

    @Test
    void momentsSayTheirClock() {
        assertThat(Wording.moment(Instant.parse("2026-11-24T21:00:00.123456Z"))).isEqualTo("2026-11-24 21:00:00 UTC");
    }
}
