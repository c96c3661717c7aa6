package dev.tidegate.health.evidence.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.http.Recorded;
import dev.tidegate.health.remote.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class ReplyReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"01-instant", "03-scalar", "09-range-rate", "11-parse-error", "18-targets", "23-stats"})
    void anAnswerThatEndsEarlyIsNeverAnAnswer(String name) {
        byte[] body = Recorded.read("prometheus/" + name).body().strip().getBytes(StandardCharsets.UTF_8);
        assertThat(reads(body, body.length)).isTrue();
        for (int length = 0; length < body.length; length++) {
            assertThat(reads(body, length)).as("%d bytes", length).isFalse();
        }
    }

    private static boolean reads(byte[] body, int length) {
        try {
            ReplyReader.read(
                    new Answer(200, "application/json", body, length), (labels, times, values, count, histogram) -> {});
            return true;
        } catch (JacksonException broken) {
            return false;
        }
    }
}
