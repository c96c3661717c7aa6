package dev.tidegate.health.evidence.http;

import dev.tidegate.health.remote.Server;
import java.time.Duration;

/** A server's clock is so far from ours that nobody can say which values belong to which round. */
public final class ClocksDifferException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Duration apart;

    ClocksDifferException(Server server, Duration ahead) {
        super(
                "the clock of " + server.title() + " is " + ahead.abs().toSeconds() + " s "
                        + (ahead.isNegative() ? "behind" : "ahead of")
                        + " ours, so that nobody can say which values belong to which time; set the clocks right",
                null,
                false,
                false);
        this.apart = ahead.abs();
    }

    public Duration apart() {
        return apart;
    }
}
