package dev.tidegate.rollout.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventWordsTest {
    private static final Instant AT = Instant.parse("2026-11-24T21:00:00.123456Z");
    private static final String OLD = "0123456789abcdef".repeat(3).substring(0, 40);
    private static final String NEW = "f".repeat(40);

    @Test
    void whoDidItIsToldOnce() {
        assertThat(EventWords.told(new RolloutEvent.MonitorCame(AT, "mona")))
                .isEqualTo("its health is watched by mona");
        assertThat(EventWords.text(new RolloutEvent.MonitorCame(AT, "mona"))).isEqualTo("its health is watched");
        assertThat(EventWords.told(new RolloutEvent.MonitorWent(AT, "mona")))
                .isEqualTo("its health is no longer watched by mona");
        assertThat(EventWords.told(new RolloutEvent.Acknowledged(AT, "mona", 2)))
                .isEqualTo("how wave 2 stands is seen and acknowledged by mona");
        assertThat(EventWords.told(new RolloutEvent.Resumed(AT, "sue"))).isEqualTo("it is let go on by sue");
    }

    @Test
    void whoHoldsItIsToldOnceAlthoughTheReasonHasTheNameToo() {
        RolloutEvent held = new RolloutEvent.Held(AT, "sue", "sue: looks odd");
        assertThat(EventWords.told(held)).isEqualTo("it is held by sue: looks odd");
        assertThat(EventWords.text(held)).isEqualTo("it is held: looks odd");
        assertThat(EventWords.told(new RolloutEvent.Held(AT, Rollout.ITSELF, "the way back is not there")))
                .isEqualTo("it is held: the way back is not there");
    }

    @Test
    void aPersonWhoPullsBackStandsBeforeTheReason() {
        assertThat(EventWords.told(new RolloutEvent.PhaseBegun(AT, Phase.PULLING_BACK, 3, "sue", "too slow")))
                .isEqualTo("it is being pulled back from wave 3 on by sue: too slow");
        assertThat(EventWords.told(
                        new RolloutEvent.PhaseBegun(AT, Phase.PULLED_BACK, 3, Rollout.ITSELF, "all is back")))
                .isEqualTo("it has been pulled back: all is back");
    }

    @Test
    void oneNodeIsNotOneNodes() {
        assertThat(EventWords.text(intended(Direction.FORWARD, NEW, "a")))
                .isEqualTo("1 node of wave 1 goes to ffffffffffff, by order r1.1");
        assertThat(EventWords.text(intended(Direction.BACK, OLD, "a", "b")))
                .isEqualTo("2 nodes of wave 1 go back to 0123456789ab, by order r1.1");
    }

    private static RolloutEvent intended(Direction direction, String revision, String... nodes) {
        return new RolloutEvent.Intended(
                AT, new Dispatch("r1.1", 1, direction, "salt", revision, List.of(nodes), AT.plusSeconds(60)));
    }

    @Test
    void theWayBackSaysWhereTo() {
        assertThat(EventWords.text(way(List.of(new Former(OLD, List.of("a", "b"))), List.of())))
                .isEqualTo("the way back is known for 2 nodes, to 0123456789ab");
        assertThat(EventWords.text(
                        way(List.of(new Former(OLD, List.of("a")), new Former(NEW, List.of("b"))), List.of("c"))))
                .isEqualTo("the way back is known for 2 nodes, to one of 0123456789ab, ffffffffffff;"
                        + " 1 node does not say what is on it");
        assertThat(EventWords.text(way(List.of(), List.of("a", "b"))))
                .isEqualTo("the way back is known for no node; 2 nodes do not say what is on it");
    }

    private static RolloutEvent way(List<Former> former, List<String> silent) {
        return new RolloutEvent.WayBackProven(AT, former, silent, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, cmp1 has failed: no room",
        "UNREACHABLE, cmp1 cannot be reached: no room",
        "TIMED_OUT, cmp1 has not answered in time: no room",
        "UNKNOWN, cmp1 is in a state that nobody knows: no room",
    })
    void whatBecameOfANodeIsASentence(NodeState state, String words) {
        assertThat(EventWords.text(new RolloutEvent.NodeSettled(AT, "r1.1", "cmp1", state, "no room")))
                .isEqualTo(words);
    }
}
