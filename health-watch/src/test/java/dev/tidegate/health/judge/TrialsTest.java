package dev.tidegate.health.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.judge.World.Noise;
import dev.tidegate.health.judge.World.Shape;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** False alarms and detection in seeded worlds; {@link Trials} prints the whole tables. */
@Tag("slow")
class TrialsTest {
    private static final int HOURS = 4;
    private static final int RUNS = 40;

    /** At the very edge of the claim, without a margin: more than 3 of 40 at a budget of 1 % would have a chance of 1 in 1,000. */
    @ParameterizedTest(name = "{0}, {1} watched, {2} control, {3} rounds before")
    @CsvSource({
        "IID,1,0,60",
        "IID,10,10,60",
        "AR5,1,0,60",
        "AR5,4,4,60",
        "AR8,1,0,180",
        "AR8,4,4,180",
        "AR8,1,10,60",
        "HEAVY,4,0,60",
        "HEAVY,1,10,60",
        "POISSON,1,10,60",
        "POISSON,4,0,180",
        "CLUMPED,1,10,60",
        "CLUMPED,4,4,180",
        "CLUMPED,4,0,180"
    })
    void keepsTheBudgetAtTheEdge(Noise kind, int watched, int control, int snapshot) {
        boolean events = kind == Noise.POISSON || kind == Noise.CLUMPED;
        Shape shape = new Shape(
                kind, watched, control, 1, snapshot, events ? 0.5 : 10, 0.3, 0.1, 1, 1, events ? 0.1 : 0, 0.01);
        assertThat(alarms(shape)).isLessThanOrEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"AR8", "CLUMPED"})
    void keepsTheBudgetOverTwentySignals(Noise kind) {
        Shape shape = new Shape(kind, 3, 5, 20, 60, kind == Noise.CLUMPED ? 0.5 : 10, 0.3, 0.1, 1, 1, 0.25, 0.01);
        long alarms = LongStream.range(0, 10)
                .filter(seed -> World.alarm(shape, seed, 1_080) > 0)
                .count();
        assertThat(alarms).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest(name = "{0}, {1} watched, {2} control, {3} times from round {4} within {5}")
    @CsvSource({
        "IID,10,0,2,1,5",
        "IID,10,10,2,1,6",
        "AR5,10,10,2,1,10",
        "AR8,10,10,2,1,20",
        "AR8,1,10,5,1,9",
        "IID,1,0,3,1,5",
        "IID,10,10,2,360,12",
        "AR8,10,10,3,360,20",
        "POISSON,1,10,10,1,9",
        "POISSON,1,10,5,1,24",
        "CLUMPED,1,10,10,1,14"
    })
    void findsFaultsSoon(Noise kind, int watched, int control, double fault, int from, int within) {
        boolean events = kind == Noise.POISSON || kind == Noise.CLUMPED;
        Shape shape = new Shape(kind, watched, control, 1, 180, events ? 0.2 : 10, 0.3, 0.1, fault, from, 0.25, 0.01);
        long found = LongStream.range(0, RUNS)
                .map(seed -> World.alarm(shape, seed, from + within - 1))
                .filter(round -> round > 0)
                .count();
        assertThat(found).as("of %d runs", RUNS).isGreaterThanOrEqualTo(RUNS / 2);
    }

    private static long alarms(Shape shape) {
        return LongStream.range(0, RUNS)
                .filter(seed -> World.alarm(shape, seed, HOURS * 360) > 0)
                .count();
    }
}
