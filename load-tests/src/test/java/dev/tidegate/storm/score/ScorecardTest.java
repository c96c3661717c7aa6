package dev.tidegate.storm.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static final List<TrueAlert> TRUTH = List.of(
            new TrueAlert("a", "f-1"),
            new TrueAlert("b", "f-1"),
            new TrueAlert("c", "f-1"),
            new TrueAlert("d", "f-2"),
            new TrueAlert("e", "f-2"),
            new TrueAlert("n", "-"));

    @Test
    void a_perfect_grouping_scores_one() {
        Scorecard card = Scorecard.of(TRUTH, Map.of("a", "1", "b", "1", "c", "1", "d", "2", "e", "2", "n", "3"));
        assertThat(card.f1()).isEqualTo(1);
        assertThat(card.adjustedRand()).isEqualTo(1);
        assertThat(card.toldOnce()).isEqualTo(1);
        assertThat(card.toldAlone()).isEqualTo(1);
        assertThat(card.reduction()).isEqualTo(2);
    }

    @Test
    void a_split_costs_recall_and_a_merge_costs_precision() {
        Scorecard split = Scorecard.of(TRUTH, Map.of("a", "1", "b", "1", "c", "4", "d", "2", "e", "2", "n", "3"));
        assertThat(split.precision()).isEqualTo(1);
        assertThat(split.recall()).isEqualTo(0.5);
        assertThat(split.incidentsPerFault()).isEqualTo(1.5);
        assertThat(split.toldOnce()).isEqualTo(0.5);

        Scorecard merge = Scorecard.of(TRUTH, Map.of("a", "1", "b", "1", "c", "1", "d", "1", "e", "1", "n", "1"));
        assertThat(merge.recall()).isEqualTo(1);
        assertThat(merge.precision()).isCloseTo(4.0 / 15, within(1e-9));
        assertThat(merge.adjustedRand()).isCloseTo(0, within(1e-9));
        assertThat(merge.toldOnce()).isEqualTo(1);
        assertThat(merge.toldAlone()).isZero();
    }

    @Test
    void an_alert_in_no_incident_is_alone_and_counted() {
        Scorecard card = Scorecard.of(TRUTH, Map.of("a", "1", "b", "1", "d", "2", "e", "2", "n", "3"));
        assertThat(card.missing()).isEqualTo(1);
        assertThat(card.incidents()).isEqualTo(4);
    }
}
