package dev.tidegate.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A simulated fleet that can be reached: its salt-api, its metrics, and the file in which a gateway finds it all. */
public final class FleetServers implements AutoCloseable {
    private final SimulatedFleet fleet;
    private final SaltApi salt;
    private final MetricsServer metrics;

    /** @param saltPort 0 takes a free one, as does {@code metricsPort} */
    public FleetServers(FleetSpec spec, int saltPort, int metricsPort) throws IOException {
        fleet = new SimulatedFleet(spec);
        salt = new SaltApi(fleet, saltPort);
        metrics = new MetricsServer(fleet, metricsPort);
    }

    public SimulatedFleet fleet() {
        return fleet;
    }

    public URI salt() {
        return salt.uri();
    }

    /** Of {@code /metrics}, and of a Prometheus' answers to the demo's queries. */
    public URI metrics() {
        return metrics.uri();
    }

    /**
     * The gateway's fleet file.
     *
     * @param passwordFile of the salt-api's user
     * @param repository a Git repository on this machine
     * @param trusted e-mail addresses of people whose commits and reviews count, with commas
     */
    public String file(Path passwordFile, Path repository, String trusted) {
        return FleetFile.of(fleet, salt.uri(), passwordFile, repository, trusted);
    }

    @Override
    public void close() {
        metrics.close();
        salt.close();
    }
}
