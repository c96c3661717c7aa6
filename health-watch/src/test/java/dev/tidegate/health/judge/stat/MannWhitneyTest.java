package dev.tidegate.health.judge.stat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.judge.Golden;
import dev.tidegate.health.judge.stat.MannWhitney.Effect;
import dev.tidegate.health.judge.stat.MannWhitney.Label;
import dev.tidegate.health.judge.stat.MannWhitney.Measure;
import dev.tidegate.health.judge.stat.MannWhitney.Way;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MannWhitneyTest {

    static Stream<Arguments> cases() {
        return StreamSupport.stream(Golden.kayenta().get("cases").spliterator(), false)
                .map(each -> Arguments.of(each.get("name").asString(), each));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answersAsKayentaDoes(String name, JsonNode given) {
        JsonNode effect = given.get("effectSizeThresholds");
        MannWhitney test = new MannWhitney(
                given.get("confidenceLevel").doubleValue(),
                given.get("tolerance").doubleValue(),
                given.get("effectSizeMeasure").asString().equals("cles") ? Measure.CLES : Measure.MEAN_RATIO,
                effect.isArray()
                        ? new Effect(effect.get(0).doubleValue(), effect.get(1).doubleValue())
                        : null);
        MannWhitney.Result result = test.classify(
                Golden.numbers(given.get("control")),
                Golden.numbers(given.get("experiment")),
                Way.valueOf(given.get("direction").asString().toUpperCase(Locale.ROOT)),
                given.get("nanStrategy").asString().equals("replace"));
        assertThat(result.label())
                .as("%s: %s", name, result)
                .isEqualTo(Label.valueOf(given.get("expected").asString().toUpperCase(Locale.ROOT)));
    }

    @Test
    void hasEveryCase() {
        assertThat(cases()).hasSize(33);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e9, 1, 1e-3, 1e-5, 1e-12})
    void doesNotCareForTheUnit(double unit) {
        SplittableRandom random = new SplittableRandom(7);
        double[] control = random.doubles(60, 0.8, 1.2).map(x -> x * unit).toArray();
        double[] same = random.doubles(60, 0.8, 1.2).map(x -> x * unit).toArray();
        double[] twice = Arrays.stream(same).map(x -> 2 * x).toArray();
        assertThat(MannWhitney.DEFAULT
                        .classify(control, twice, Way.EITHER, false)
                        .label())
                .isEqualTo(Label.HIGH);
        assertThat(MannWhitney.DEFAULT
                        .classify(control, same, Way.EITHER, false)
                        .label())
                .isEqualTo(Label.PASS);
        assertThat(MannWhitney.DEFAULT.classify(twice, same, Way.EITHER, false).label())
                .isEqualTo(Label.LOW);
    }
}
