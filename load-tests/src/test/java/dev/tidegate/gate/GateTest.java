package dev.tidegate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bench in small, with fixed seeds: what it prints must not get worse unnoticed. */
class GateTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @Test
    void faultyChangesAreCaughtAndNormalWindowsPass() throws IOException {
        PetshopGate gate = new PetshopGate(GateBench.policy("petshop"));
        int caught = 0;
        int falseAlarms = 0;
        for (Petshop.Level level : Petshop.read(Path.of("../load-tests/data/petshop"))) {
            PetshopGate.Score score = gate.run(level);
            assertThat(score.issues()).isEqualTo(8);
            assertThat(score.windows()).isEqualTo(60);
            caught += score.caught();
            falseAlarms += score.falseAlarms();
        }
        assertThat(caught).isGreaterThanOrEqualTo(11);
        assertThat(falseAlarms).isLessThanOrEqualTo(1);
    }

    @Test
    void nothingWorseIsNoAlarm() throws IOException {
        FalseAlarms alarms = new FalseAlarms(4, NOWHERE);
        alarms.run("AR(1)", GateBench.policy("gauge"), 125, FalseAlarms.independent(random -> Noise.ar(random, 0.8)));
        assertThat(alarms.kept()).isTrue();
    }

    @Test
    void flaggerGivesUpOneTickLateAndKayentaAfterAnHour() throws IOException {
        Trial.Result result = Trial.run(
                GateBench.policy("gauge"),
                nodes(1),
                nodes(2),
                3,
                3 * 360 + 1,
                List.of(new Flagger(125), new Kayenta()));
        assertThat(result.ours()).isBetween(0, 60);
        assertThat(result.peers()).containsExactly(120, 3600);
    }

    @Test
    void boundsAreClopperAndPearsons() {
        assertThat(Binomial.upper(0, 40)).isBetween(0.0721, 0.0722);
        assertThat(Binomial.upper(3, 1000)).isBetween(0.0077, 0.0078);
        assertThat(Binomial.atLeast(2, 40, 0.01)).isBetween(0.0607, 0.0608);
    }

    private static Noise[] nodes(long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, 5)
                .mapToObj(unused -> Noise.iid(new Random(random.nextLong())))
                .toArray(Noise[]::new);
    }
}
