package dev.tidegate.rollout.packages.aptly;

import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import java.time.Duration;
import java.util.Optional;

/**
 * An Aptly to switch packages with.
 *
 * @param server where its API is; the time-out must leave Aptly time to write its indexes
 * @param signing with which key it signs what it publishes; empty when it does not sign
 * @param waiting how many switches of one prefix may run and wait
 * @param taskPoll how often a task that Aptly made of a switch is asked about
 */
public record AptlySettings(Server server, Optional<Signing> signing, int waiting, Duration taskPoll) {
    /** A publish with many packages takes minutes on slow disks. */
    public static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(2), Duration.ofMinutes(5), 16 << 20, 8, 256);

    public static final int WAITING = 32;
    public static final Duration TASK_POLL = Duration.ofSeconds(1);

    public AptlySettings {
        if (waiting < 1 || !taskPoll.isPositive()) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** An Aptly that does not sign. */
    public static AptlySettings of(Server server) {
        return new AptlySettings(server.withLimits(LIMITS), Optional.empty(), WAITING, TASK_POLL);
    }

    /**
     * How published indexes are signed.
     *
     * @param key id in the key ring of Aptly's user
     * @param passphrase empty when the key has none; never shown
     */
    public record Signing(String key, String passphrase) {
        @Override
        public String toString() {
            return "Signing[" + key + "]";
        }
    }
}
