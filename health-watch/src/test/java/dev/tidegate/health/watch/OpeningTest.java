package dev.tidegate.health.watch;

import static dev.tidegate.health.watch.Examples.T0;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.health.evidence.Cohort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpeningTest {

    @Test
    void aChangeIsNear() {
        assertThatCode(() -> open(T0.plus(Duration.ofDays(31)), null)).doesNotThrowAnyException();
        assertThatThrownBy(() -> open(T0.plus(Duration.ofDays(31)).plusSeconds(1), null))
                .isInstanceOf(RefusedWatchException.class)
                .hasMessage("is more than 31 days ahead; a watch is opened for what is near");
        assertThatThrownBy(() -> open(Instant.EPOCH, null))
                .hasMessageContaining("rounds of the past would have to be read; at most 100000 are");
    }

    @Test
    void aWatchEndsAfterItHasBegun() {
        assertThatThrownBy(() -> open(T0, T0)).hasMessage("must be after since and after now");
        assertThatThrownBy(() -> open(T0.minusSeconds(60), T0.minusSeconds(30)))
                .hasMessage("must be after since and after now");
    }

    @Test
    void aNodeIsOnOneSideOnce() {
        assertThatThrownBy(() -> check(spec(T0, null, new Cohort(List.of("a"), List.of("a"))), Optional.empty()))
                .hasMessage("node \"a\" is there twice; a node is either watched or control, once");
    }

    @Test
    void aSourceThatCannotBeReadIsTold() {
        assertThatThrownBy(() -> check(spec(T0, null, Examples.COHORT), Optional.of("is not configured")))
                .hasMessage("signal latency: is not configured");
    }

    private static void open(Instant since, @Nullable Instant until) {
        check(spec(since, until, Examples.COHORT), Optional.empty());
    }

    private static void check(WatchSpec spec, Optional<String> unreadable) {
        Opening.check(spec, Examples.policy(Duration.ofSeconds(1)), WatchLimits.DEFAULT, source -> unreadable);
    }

    private static WatchSpec spec(Instant since, @Nullable Instant until, Cohort cohort) {
        return new WatchSpec("w1", "default", "a watch", "latency", cohort, since, until, "ann", T0);
    }
}
