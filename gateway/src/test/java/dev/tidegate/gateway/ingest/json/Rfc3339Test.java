package dev.tidegate.gateway.ingest.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Micros;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {
    @Property
    void agreesWithJavaTime(
            @ForAll @LongRange(min = -62_135_596_799L, max = 253_402_214_400L) long seconds,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = -1_079, max = 1_079) int offsetMinutes) {
        Instant instant = Instant.ofEpochSecond(seconds, nanos);
        OffsetDateTime time = instant.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60));
        if (time.getYear() < 0 || time.getYear() > 9999) {
            return;
        }
        String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        assertThat(parse(text)).as(text).isEqualTo(Micros.of(instant));
    }

    @Test
    void takesWhatAlertmanagerTakes() {
        long expected = Micros.of(Instant.parse("2024-02-29T10:20:30Z"));
        assertThat(parse("2024-02-29T10:20:30Z")).isEqualTo(expected);
        assertThat(parse("2024-02-29T10:20:30")).isEqualTo(expected);
        assertThat(parse("2024-02-29 10:20:30")).isEqualTo(expected);
        assertThat(parse("2024-02-29T12:20:30+02:00")).isEqualTo(expected);
        assertThat(parse("2024-02-29T10:20:30.1234567891Z")).isEqualTo(expected + 123_456);
        assertThat(parse("2024-02-29T10:20Z")).isEqualTo(expected - 30 * Micros.SECOND);
    }

    @Test
    void emptyAndZeroMeanNotGiven() {
        assertThat(parse("")).isEqualTo(Micros.NONE);
        assertThat(parse("0001-01-01T00:00:00Z")).isEqualTo(Micros.NONE);
        assertThat(parse("0001-01-01T00:00:00.000Z")).isEqualTo(Micros.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2024-01-01",
                "2023-02-29T10:20:30Z",
                "2024-13-01T10:20:30Z",
                "2024-01-00T10:20:30Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T10:60:00Z",
                "2024-01-01T10:20:60Z",
                "2024-01-01T10:20:3",
                "2024-01-01T10:20:30.Z",
                "2024-01-01T10:20:30Zx",
                "2024-01-01T10:20:30+2:00",
                "2024-01-01T10:20:30+25:00",
                "-024-01-01T10:20:30Z",
                "2024/01/01T10:20:30Z",
                "2024-01-01X10:20:30Z"
            })
    void refusesTheRest(String text) {
        assertThat(parse(text)).isEqualTo(Rfc3339.BAD);
    }

    private static long parse(String text) {
        byte[] padded = ("  " + text + "  ").getBytes(StandardCharsets.UTF_8);
        return Rfc3339.parse(padded, 2, padded.length - 2);
    }
}
