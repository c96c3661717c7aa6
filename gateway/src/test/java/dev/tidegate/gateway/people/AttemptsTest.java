package dev.tidegate.gateway.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private final Attempts attempts = new Attempts();

    private void wrong(int times, String name, String address) {
        for (int i = 0; i < times; i++) {
            assertThat(attempts.begin(name, address, NOON)).isZero();
        }
    }

    @Test
    void someAreFreeAndEachMoreWaitsTwiceAsLong() {
        wrong(Attempts.FREE_FOR_A_NAME, "ann", "10.0.0.1");
        assertThat(attempts.begin("ann", "10.0.0.1", NOON)).isEqualTo(Duration.ofSeconds(30));
        Instant later = NOON.plusSeconds(30);
        assertThat(attempts.begin("ann", "10.0.0.1", later)).isZero();
        assertThat(attempts.begin("ann", "10.0.0.1", later)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void noWaitIsLongerThanAQuarterOfAnHour() {
        Instant now = NOON;
        for (int i = 0; i < 40; i++) {
            now = now.plus(attempts.begin("ann", "10.0.0.1", now));
        }
        assertThat(Duration.between(NOON, now)).isGreaterThan(Duration.ofHours(2));
        assertThat(attempts.begin("ann", "10.0.0.1", now)).isLessThanOrEqualTo(Attempts.LONGEST_WAIT);
    }

    @Test
    void othersDoNotWait() {
        wrong(Attempts.FREE_FOR_A_NAME, "ann", "10.0.0.1");
        assertThat(attempts.begin("bob", "10.0.0.1", NOON)).isZero();
        assertThat(attempts.begin("ann", "10.0.0.2", NOON)).isZero();
    }

    @Test
    void anAddressThatTriesManyNamesWaitsToo() {
        for (int i = 0; i < Attempts.FREE_FOR_AN_ADDRESS; i++) {
            assertThat(attempts.begin("name" + i, "10.0.0.1", NOON)).isZero();
        }
        assertThat(attempts.begin("another", "10.0.0.1", NOON)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void whatWasRightIsNotHeldAgainstAnybody() {
        for (int i = 0; i < 3 * Attempts.FREE_FOR_AN_ADDRESS; i++) {
            assertThat(attempts.begin("ann", "10.0.0.1", NOON)).isZero();
            attempts.right("ann", "10.0.0.1");
        }
    }

    @Test
    void itNeverKeepsMoreThanItMay() {
        for (int i = 0; i < 2 * Attempts.MAX_KEPT; i++) {
            attempts.begin("ann", "address" + i, NOON);
        }
        assertThat(attempts.size()).isEqualTo(Attempts.MAX_KEPT);
    }
}
