package dev.tidegate.health.retro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final HealthPolicy POLICY = PolicyYaml.parse("""
            interval: 10s
            signals:
              - {name: load, given: true, stale_after: 25s}
              - {name: errors, kind: count, given: true, empty: zero}
              - {name: failed, kind: ratio, given: true}
            """, "p");
    private static final Cohort COHORT = new Cohort(List.of("a", "b"), List.of("c"));

    private final List<Round> made = new ArrayList<>();
    private final Rounds rounds = new Rounds(POLICY, COHORT, Instant.ofEpochSecond(100), made::add);

    @Test
    void aGaugeIsTheLatestAndACountTheSumOfItsInterval() {
        watched(109, "a", "load", 3);
        watched(100, "a", "load", 1);
        watched(102, "a", "errors", 2);
        watched(108, "a", "errors", 5);
        watched(105, "b", "failed", 1);
        watched(106, "b", "failed.total", 10);
        rounds.finish();
        assertThat(made).singleElement().satisfies(round -> {
            assertThat(round.at()).isEqualTo(Instant.ofEpochSecond(109));
            assertThat(values(round, "load").values()).containsExactly(3, Double.NaN);
            assertThat(values(round, "errors").values()).containsExactly(7, Double.NaN);
            assertThat(values(round, "failed").values()).containsExactly(Double.NaN, 1);
            assertThat(values(round, "failed").totals()).containsExactly(Double.NaN, 10);
        });
    }

    @Test
    void intervalsBeginAtTheChange() {
        watched(99, "a", "load", 1);
        watched(100, "a", "load", 2);
        rounds.finish();
        assertThat(made.stream().map(Round::at)).containsExactly(Instant.ofEpochSecond(99), Instant.ofEpochSecond(100));
    }

    @Test
    void silenceIsFirstNotAskedThenStale() {
        watched(100, "a", "load", 1);
        watched(141, "a", "errors", 0);
        rounds.finish();
        assertThat(made.stream().map(round -> kind(round, "load")))
                .containsExactly("Values", "none", "none", "Stale", "Stale");
        assertThat(made.stream().map(round -> kind(round, "errors")))
                .containsExactly("NoData", "NoData", "NoData", "NoData", "Values");
    }

    @Test
    void bothGroupsMeetInARound() {
        watched(101, "a", "load", 1);
        rounds.add(Group.CONTROL, 104_000, "c", "load", 4);
        rounds.finish();
        assertThat(made)
                .singleElement()
                .satisfies(round -> assertThat(round.readings())
                        .filteredOn(reading -> reading.evidence() instanceof Evidence.Values)
                        .extracting(Reading::group)
                        .containsExactly(Group.WATCHED, Group.CONTROL));
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> watched(101, "a", "errors", -1)).hasMessageContaining("errors counts something");
    }

    @Test
    void tooManyRoundsAreRefused() {
        watched(100, "a", "load", 1);
        watched(100 + 10 * (Rounds.MAX_ROUNDS + 10), "a", "load", 1);
        assertThatThrownBy(rounds::finish).hasMessageContaining("choose a longer interval");
    }

    private void watched(long second, String node, String signal, double value) {
        rounds.add(Group.WATCHED, second * 1000, node, signal, value);
    }

    private static Evidence.Values values(Round round, String signal) {
        return (Evidence.Values) round.readings().stream()
                .filter(reading -> reading.signal().equals(signal) && reading.group() == Group.WATCHED)
                .findFirst()
                .orElseThrow()
                .evidence();
    }

    private static String kind(Round round, String signal) {
        return round.readings().stream()
                .filter(reading -> reading.signal().equals(signal) && reading.group() == Group.WATCHED)
                .map(reading -> reading.evidence().getClass().getSimpleName())
                .findFirst()
                .orElse("none");
    }
}
