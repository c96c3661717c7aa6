package dev.tidegate.storm.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which faults were told as one, and which apart. */
class MistakesTest {
    private static final List<TrueAlert> TRUTH = List.of(
            new TrueAlert("a", "f-1"),
            new TrueAlert("b", "f-1"),
            new TrueAlert("c", "f-1"),
            new TrueAlert("d", "f-2"),
            new TrueAlert("e", "f-2"),
            new TrueAlert("n", "-"));
    private static final Map<String, String> KINDS = Map.of("f-1", "switch-flap", "f-2", "rack-power", "-", "noise");

    @Test
    void none() {
        Grouping told = of(Map.of("a", "1", "b", "1", "c", "1", "d", "2", "e", "2", "n", "2"));
        assertThat(told.card().f1()).isEqualTo(1);
        assertThat(told.merged()).isEmpty();
        assertThat(told.split()).isEmpty();
    }

    @Test
    void two_faults_in_one_incident() {
        Grouping told = of(Map.of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1", "n", "2"));
        assertThat(told.merged()).containsExactly(Map.entry("rack-power + switch-flap", 0.6));
        assertThat(told.split()).isEmpty();
    }

    @Test
    void one_fault_in_two_incidents() {
        Grouping told = of(Map.of("a", "1", "b", "1", "c", "3", "d", "2", "e", "2", "n", "2"));
        assertThat(told.merged()).isEmpty();
        assertThat(told.split()).containsExactly(Map.entry("switch-flap", 0.5));
    }

    @Test
    void the_mean_of_several_storms_counts_those_without() {
        Grouping well = of(Map.of("a", "1", "b", "1", "c", "1", "d", "2", "e", "2"));
        Grouping badly = of(Map.of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1"));
        assertThat(Grouping.mean(List.of(well, badly), Grouping::merged))
                .hasEntrySatisfying(
                        "rack-power + switch-flap", share -> assertThat(share).isCloseTo(0.3, within(1e-9)));
    }

    private static Grouping of(Map<String, String> incidents) {
        return Grouping.of(TRUTH, KINDS, incidents);
    }
}
