package dev.tidegate.inner;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A property with more tries than anybody can wait for. */
class FirstTriesTest {
    private static final Duration PATIENCE = FirstTries.LIMIT.multipliedBy(30);
    private static final long BEGUN = System.nanoTime();

    @Property(tries = Integer.MAX_VALUE)
    void aPropertyEndsInTime(@ForAll int unused) {
        assertThat(System.nanoTime() - BEGUN).isLessThan(PATIENCE.toNanos());
    }
}
