package dev.tidegate.health.evidence.elasticsearch;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/**
 * Reads {@link Source.Elasticsearch} signals: per node, how many documents match in a window that ends at the asked time
 * less the server's delay. A count is that number, a ratio has the number of its total beside it, and a gauge is the
 * number per second.
 *
 * <p>Present and past are the same search over one or many windows, so that a watch that reads its rounds again gets what
 * it got before; except for documents that arrived later than the delay.
 */
public final class ElasticsearchProbe implements Probe, AutoCloseable {
    /** Nodes in one question; more are a query error. */
    static final int MAX_NODES = 10_000;

    /**
     * What windows are shifted by unless configured otherwise: the refresh interval of an index, and one second for its
     * shipper.
     */
    public static final Duration DEFAULT_DELAY = Duration.ofSeconds(2);

    private final Map<String, Cluster> clusters = new TreeMap<>();

    private ElasticsearchProbe(Collection<Server> servers, Duration delay, MeterRegistry meters) {
        servers.forEach(server -> clusters.put(server.name(), new Cluster(server, delay, meters)));
    }

    /**
     * Connects when something is asked; each server may be away until then and at any time later. Close it.
     *
     * @param servers each the address of one cluster; a token is an API key
     * @param delay how far windows are shifted into the past. A document counts only when it can be found: after its
     *     shipper sent it and the index was refreshed. What arrives later than this is never counted live, so it should
     *     be the slowest shipper's lag plus the refresh interval
     * @throws IllegalArgumentException when a CA file cannot be used
     */
    public static ElasticsearchProbe open(Collection<Server> servers, Duration delay, MeterRegistry meters) {
        return new ElasticsearchProbe(servers, delay, meters);
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return range(signal, nodes, at, at, interval)
                .map(past -> past.getFirst().evidence());
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        if (!(signal.source() instanceof Source.Elasticsearch source)) {
            return refused(from, "this signal is not read from Elasticsearch");
        }
        Cluster cluster = clusters.get(source.server());
        if (cluster == null) {
            return refused(
                    from,
                    "there is no Elasticsearch called " + source.server() + "; configured are "
                            + (clusters.isEmpty() ? "none" : String.join(", ", clusters.keySet())));
        }
        if (nodes.size() > MAX_NODES) {
            return refused(from, nodes.size() + " nodes are more than the " + MAX_NODES + " of one question");
        }
        Windows windows;
        try {
            windows = Windows.of(Steps.between(from, to, step), cluster.delay(), signal);
        } catch (IllegalArgumentException mistake) {
            return refused(from, String.valueOf(mistake.getMessage()));
        }
        return nodes.isEmpty()
                ? Mono.just(Cluster.all(windows, Evidence.Values.of()))
                : cluster.past(new Question(signal, source, List.copyOf(nodes), step), windows);
    }

    private static Mono<List<Past>> refused(Instant at, String reason) {
        return Mono.just(List.of(new Past(at, new Evidence.QueryError(reason))));
    }

    @Override
    public void close() {
        clusters.values().forEach(Cluster::close);
    }
}
