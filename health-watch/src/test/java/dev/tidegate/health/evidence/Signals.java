package dev.tidegate.health.evidence;

import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.Optional;

/** Signals for tests. */
public final class Signals {
    private Signals() {}

    public static Signal of(SignalKind kind, Source source, Empty empty, Duration staleAfter) {
        return new Signal(
                "errors",
                "",
                kind,
                Direction.UP,
                source,
                Optional.empty(),
                Optional.empty(),
                empty,
                staleAfter,
                true,
                false);
    }

    static Signal from(Signal signal, Source source) {
        return of(signal.kind(), source, signal.empty(), signal.staleAfter());
    }
}
