package dev.tidegate.gateway.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits for a log that hangs. */
class StallsTest {
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Stalls stalls = new Stalls(4, Duration.ofNanos(PAUSE));

    @Test
    void allMayComeWhileItConfirms() {
        assertThat(stalls.admits(new int[] {1}, 5)).isTrue();
        stalls.confirmed(1);
        assertThat(stalls.admits(new int[] {1}, 5)).isTrue();
    }

    @Test
    void oneInAPauseFindsOut() {
        stalls.timedOut(1, 10);
        assertThat(stalls.admits(new int[] {1}, 10 + PAUSE - 1)).isFalse();
        assertThat(stalls.admits(new int[] {1}, 10 + PAUSE)).isTrue();
        assertThat(stalls.admits(new int[] {1}, 10 + PAUSE)).isFalse();
        assertThat(stalls.admits(new int[] {1}, 10 + 2 * PAUSE)).isTrue();
    }

    @Test
    void aConfirmationEndsIt() {
        stalls.timedOut(1, 10);
        stalls.confirmed(1);
        assertThat(stalls.admits(new int[] {1}, 11)).isTrue();
        assertThat(stalls.admits(new int[] {1}, 11)).isTrue();
    }

    @Test
    void anotherPartitionIsNotHeldUp() {
        stalls.timedOut(1, 10);
        assertThat(stalls.admits(new int[] {2}, 11)).isTrue();
    }

    @Test
    void whoComesForSeveralTakesNoTurnOfOneWhenAnotherIsNotDue() {
        stalls.timedOut(1, 0);
        stalls.timedOut(2, PAUSE / 2);
        long both = PAUSE + PAUSE / 2;
        assertThat(stalls.admits(new int[] {1, 2}, PAUSE)).isFalse();
        assertThat(stalls.admits(new int[] {2, 1}, PAUSE)).isFalse();
        assertThat(stalls.admits(new int[] {1, 2}, both)).isTrue();
        assertThat(stalls.admits(new int[] {2, 1}, both)).isFalse();
    }

    @Test
    void clocksMayRunThroughZero() {
        stalls.timedOut(1, -PAUSE);
        assertThat(stalls.admits(new int[] {1}, -1)).isFalse();
        assertThat(stalls.admits(new int[] {1}, 1)).isTrue();
    }
}
