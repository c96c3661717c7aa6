package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.http.ServerClients;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import reactor.core.Disposable;

/**
 * The door: one probe for all configured InfluxDB 1.x servers.
 *
 * @param probe reads signals whose source is InfluxDB; others are a query error
 * @param connections to be disposed of at the end
 */
public record InfluxProbes(Probe probe, Disposable connections) {

    /**
     * @param clock ours; a server's clock is compared with it
     * @throws IllegalArgumentException when two servers have one name, or a CA file cannot be used
     */
    public static InfluxProbes of(Collection<Server> servers, InstantSource clock, MeterRegistry meters) {
        ServerClients clients = new ServerClients("InfluxDB", servers, clock, meters);
        return new InfluxProbes(new InfluxProbe(clients, clock, meters), clients);
    }
}
