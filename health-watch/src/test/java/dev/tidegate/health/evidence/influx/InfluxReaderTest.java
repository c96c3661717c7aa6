package dev.tidegate.health.evidence.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.http.Recorded;
import dev.tidegate.health.remote.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class InfluxReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"06-select-all", "08-mean-by-host", "11-two-statements-one-bad", "23-pretty", "25-create-via-get"
            })
    void anAnswerThatEndsEarlyIsNeverAnAnswer(String name) {
        byte[] body = Recorded.read("influxdb/" + name).body().strip().getBytes(StandardCharsets.UTF_8);
        assertThat(reads(body, body.length)).isTrue();
        for (int length = 0; length < body.length; length++) {
            assertThat(reads(body, length)).as("%d bytes", length).isFalse();
        }
    }

    private static boolean reads(byte[] body, int length) {
        try {
            InfluxReader.read(new Answer(200, "application/json", body, length), new InfluxReply.Rows() {
                @Override
                public void begin(SeriesHead head) {}

                @Override
                public void row(int statement, InfluxReply.Row row) {}
            });
            return true;
        } catch (JacksonException broken) {
            return false;
        }
    }
}
