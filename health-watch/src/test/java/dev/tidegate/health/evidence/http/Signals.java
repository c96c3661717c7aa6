package dev.tidegate.health.evidence.http;

import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.Optional;

/** Signals as policies have them. */
public final class Signals {
    public static final Duration STALE_AFTER = Duration.ofSeconds(60);

    private Signals() {}

    public static Signal gauge(Source source) {
        return of(SignalKind.GAUGE, source, Empty.UNKNOWN);
    }

    public static Signal of(SignalKind kind, Source source, Empty empty) {
        return new Signal(
                "signal",
                "",
                kind,
                Direction.UP,
                source,
                Optional.empty(),
                Optional.empty(),
                empty,
                STALE_AFTER,
                true,
                false);
    }

    public static Source prometheus(String query) {
        return new Source.Prometheus("main", query, Optional.empty(), "node");
    }

    public static Source prometheus(String query, String total) {
        return new Source.Prometheus("main", query, Optional.of(total), "node");
    }

    public static Source influx(String query) {
        return new Source.Influx("main", "health", query, Optional.empty(), "host");
    }

    public static Source influx(String query, String total) {
        return new Source.Influx("main", "health", query, Optional.of(total), "host");
    }
}
