package dev.tidegate.storm.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClimbTest {
    @Test
    void needs_the_share_rounded_up_and_at_least_one() {
        assertThat(Climb.needed(0, 50)).isEqualTo(1);
        assertThat(Climb.needed(0.3, 3)).isEqualTo(1);
        assertThat(Climb.needed(0.6, 3)).isEqualTo(2);
        assertThat(Climb.needed(0.25, 8)).isEqualTo(2);
        assertThat(Climb.needed(1, 50)).isEqualTo(50);
    }

    @Test
    void reaches_a_threshold_while_enough_hold_together() {
        List<Span> downs = List.of(new Span(0, 10), new Span(4, 12), new Span(6, 8), new Span(20, 21));
        assertThat(Climb.reached(downs, 1)).containsExactly(new Span(0, 12), new Span(20, 21));
        assertThat(Climb.reached(downs, 2)).containsExactly(new Span(4, 10));
        assertThat(Climb.reached(downs, 3)).containsExactly(new Span(6, 8));
        assertThat(Climb.reached(downs, 4)).isEmpty();
    }

    @Test
    void does_not_break_when_one_ends_as_another_begins() {
        assertThat(Climb.reached(List.of(new Span(0, 5), new Span(5, 9)), 1)).containsExactly(new Span(0, 9));
    }
}
