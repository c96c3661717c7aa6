package dev.tidegate.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.score.HeardStorm;
import dev.tidegate.storm.score.Scorecard;
import dev.tidegate.storm.timeline.StormSpec;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Storms as a gateway hears them. */
class StormsBenchTest {
    private static final int RATE = 500;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** In two of these four storms the feed of two racks fails. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void powerThatFailsIsOneIncidentAtAnyPace(long seed) {
        Optional<FaultKind> power = Optional.of(FaultKind.RACK_POWER);
        Scorecard own =
                HeardStorm.asItHappens(new StormSpec(1000, seed, power, 0)).card();
        Scorecard sent = HeardStorm.asItIsSent(new StormSpec(1000, seed, power, RATE * 60), RATE)
                .card();
        assertThat(own.incidents()).as(own.toString()).isEqualTo(1);
        assertThat(sent.incidents()).as(sent.toString()).isEqualTo(1);
        assertThat(own.alerts()).isEqualTo(sent.alerts()).isGreaterThan(100);
    }

    @Test
    void printsWhatWasToldAndTheMistakes() {
        assertThat(run("--nodes", "60", "--seeds", "3-4", "--fault", "collector-outage"))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("60 nodes", "F1", "its own", "60 s", "told apart: collector-outage");
    }

    @Test
    void namesTheOptionThatIsWrong() {
        assertThat(run("--seeds", "some")).isEqualTo(2);
        assertThat(run("--fault", "flood")).isEqualTo(2);
        assertThat(run("--rate", "0")).isEqualTo(2);
        assertThat(run("--loud")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--seeds wants FROM-TO", "flood", "--rate", "--loud");
        assertThat(run("--help")).isZero();
    }

    private int run(String... args) {
        return StormsBench.run(
                List.of(args),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
    }
}
