package dev.tidegate.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InFlightBudgetTest {
    private final InFlightBudget budget = new InFlightBudget(100);

    @Test
    void givesOutWhatItHasAndNoMore() {
        InFlightBudget.Hold first = budget.open();
        first.resize(60);
        InFlightBudget.Hold second = budget.open();
        assertThatThrownBy(() -> second.resize(41)).isInstanceOf(RefusedException.class);
        second.resize(40);
        assertThat(budget.used()).isEqualTo(100);
        first.resize(10);
        assertThat(budget.used()).isEqualTo(50);
    }

    @Test
    void closingGivesBackOnce() {
        InFlightBudget.Hold hold = budget.open();
        hold.resize(60);
        hold.close();
        hold.close();
        hold.resize(30);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whatWasHandedOverIsTheOthersToClose() {
        InFlightBudget.Hold request = budget.open();
        request.resize(60);
        InFlightBudget.Hold log = request.handOver();
        request.close();
        assertThat(budget.used()).isEqualTo(60);
        log.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void aClosedHoldHandsOverNothing() {
        InFlightBudget.Hold request = budget.open();
        request.resize(60);
        request.close();
        request.handOver().resize(50);
        assertThat(budget.used()).isZero();
    }
}
