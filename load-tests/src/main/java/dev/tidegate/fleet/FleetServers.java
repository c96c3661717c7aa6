package dev.tidegate.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** A simulated fleet that can be reached: its salt-api, its metrics, the way to break and mend it, and its file. */
public final class FleetServers implements AutoCloseable {
    private final SimulatedFleet fleet;
    private final SaltApi salt;
    private final MetricsServer metrics;
    private final FleetControl control;

    /** On free ports, and nothing is written down. */
    public FleetServers(FleetSpec spec) throws IOException {
        this(spec, OrderBook.NONE, 0, 0, 0);
    }

    /**
     * @param book where it is written down what nodes are told and do
     * @param saltPort 0 takes a free one, as do the others
     */
    FleetServers(FleetSpec spec, OrderBook book, int saltPort, int metricsPort, int controlPort) throws IOException {
        fleet = new SimulatedFleet(spec);
        salt = new SaltApi(fleet, saltPort, book);
        metrics = new MetricsServer(fleet, metricsPort);
        control = new FleetControl(fleet, salt, controlPort);
    }

    public SimulatedFleet fleet() {
        return fleet;
    }

    public URI salt() {
        return salt.uri();
    }

    /** By which it is broken and mended. */
    URI control() {
        return control.uri();
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
        control.close();
        metrics.close();
        salt.close();
    }
}
