package dev.tidegate.rollout.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RiskModelTest {
    private static final double BASE = 0.05;
    private final RiskModel model = new RiskModel(BASE);

    @Test
    void nothingKnownIsTheFleetsOwnRate() {
        assertThat(model.of(change(0, 0, List.of())).probability()).isCloseTo(BASE, within(1e-9));
    }

    @Test
    void aLargerChangeWithIncidentsIsRiskierAndSaysWhy() {
        Risk small = model.of(change(3, 0, List.of()));
        Risk large = model.of(change(3000, 2, List.of()));

        assertThat(large.probability()).isGreaterThan(small.probability());
        assertThat(large.factors())
                .extracting(Risk.Factor::words)
                .contains("3000 lines changed", "2 incidents are open there");
        assertThat(large.level()).isEqualTo(Risk.Level.HIGH);
        assertThat(small.level()).isEqualTo(Risk.Level.LOW);
    }

    @Test
    void oneFailureIsAHintAndManyAreKnowledge() {
        double one = model.of(change(0, 0, List.of(new Evidence.History("nova", 1, 1))))
                .probability();
        double half = model.of(change(0, 0, List.of(new Evidence.History("nova", 40, 20))))
                .probability();
        double good = model.of(change(0, 0, List.of(new Evidence.History("nova", 200, 0))))
                .probability();

        assertThat(one).isCloseTo((1 + 0.5) / 11, within(1e-9));
        assertThat(half).isCloseTo((20 + 0.5) / 50, within(1e-9));
        assertThat(good).isLessThan(BASE);
    }

    @Test
    void oneRunCountsOnceHoweverManyStatesAndRolesItHad() {
        Evidence.History nova = new Evidence.History("nova", 1, 1);
        Evidence.History compute = new Evidence.History("compute", 1, 1);
        Evidence.History proven = new Evidence.History("storage", 200, 0);

        assertThat(model.of(change(0, 0, List.of(nova, compute, proven))).probability())
                .isEqualTo(model.of(change(0, 0, List.of(nova))).probability());
    }

    @Test
    void whatCannotBeTakenBackIsAlwaysHigh() {
        Evidence evidence = new Evidence(1, 1, 0, 1, 0, 0, 12, false, Optional.empty(), List.of(), 1);
        assertThat(model.of(evidence).level()).isEqualTo(Risk.Level.HIGH);
    }

    @Test
    void recentChangesNightsAndWeekendsCount() {
        Evidence evidence = new Evidence(0, 0, 0, 1, 0, 0, 3, true, Optional.of(Duration.ofHours(2)), List.of(), 0);
        assertThat(model.of(evidence).factors())
                .extracting(Risk.Factor::name)
                .containsExactly("recent change", "weekend", "hour");
    }

    @Test
    void calibrationTellsKnowledgeFromGuessing() {
        Random random = new Random(7);
        Calibration knows = Calibration.NONE;
        Calibration guesses = Calibration.NONE;
        for (int i = 0; i < 2000; i++) {
            double truth = random.nextBoolean() ? 0.3 : 0.02;
            boolean failed = random.nextDouble() < truth;
            knows = knows.with(truth, failed);
            guesses = guesses.with(random.nextDouble(), failed);
        }
        assertThat(knows.ratio()).isLessThan(0.9);
        assertThat(guesses.ratio()).isGreaterThan(1);
    }

    private static Evidence change(int lines, int incidents, List<Evidence.History> history) {
        return new Evidence(0, lines, 0, 1, 0, incidents, 12, false, Optional.empty(), history, 0);
    }
}
