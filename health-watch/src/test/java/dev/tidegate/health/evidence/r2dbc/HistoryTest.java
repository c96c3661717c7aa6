package dev.tidegate.health.evidence.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    @Test
    void the_latest_changes_are_read_backwards_from_how_it_is_now() {
        History history = new History(0);
        history.changed(new Long[] {20L, 30L, 40L}, true); // began at 20, ended at 30, began at 40

        assertThat(history.fires(19)).isFalse();
        assertThat(history.fires(20)).isTrue();
        assertThat(history.fires(30)).isFalse();
        assertThat(history.fires(99)).isTrue();
        assertThat(history.begins(20, 40)).isEqualTo(1);
        assertThat(history.begins(20, 41)).isEqualTo(2);
        assertThat(history.begins(21, 40)).isZero();
    }

    @Test
    void what_ended_was_firing_before() {
        History history = new History(0);
        history.changed(30, false);

        assertThat(history.fires(29)).isTrue();
        assertThat(history.fires(30)).isFalse();
        assertThat(history.begins(0, 100)).isZero();
    }

    @Test
    void an_alert_that_was_over_before_it_was_heard_of_never_fired() {
        History history = new History(0);
        history.changed(new Long[0], false);

        assertThat(history.fires(5)).isFalse();
        assertThat(history.begins(0, 100)).isZero();
    }
}
