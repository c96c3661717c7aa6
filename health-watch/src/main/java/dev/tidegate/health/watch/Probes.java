package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.policy.Source;
import java.util.Optional;

/** Which probe reads which source. */
public interface Probes {
    /** Why a source cannot be read here, such as a server that is not configured; empty when it can. */
    Optional<String> unreadable(Source source);

    /**
     * The probe of a source; of one that cannot be read, a probe that says so.
     *
     * @param tenant whose watch asks: of our own incidents it sees its own only
     */
    Probe of(Source source, String tenant);
}
