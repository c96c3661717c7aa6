package dev.tidegate.health.evidence.elasticsearch;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
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

    private final Map<String, Server> servers = new TreeMap<>();

    private ElasticsearchProbe(Collection<ElasticsearchSettings> all) {
        all.forEach(settings -> servers.put(settings.name(), new Server(settings)));
    }

    /** Connects when something is asked; each server may be away until then and at any time later. Close it. */
    public static ElasticsearchProbe open(Collection<ElasticsearchSettings> servers) {
        return new ElasticsearchProbe(servers);
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return past(signal, nodes, at, at, interval).map(past -> past.getFirst().evidence());
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        return past(signal, nodes, from, to, step);
    }

    private Mono<List<Past>> past(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        if (!(signal.source() instanceof Source.Elasticsearch source)) {
            return refused(from, "this signal is not read from Elasticsearch");
        }
        Server server = servers.get(source.server());
        if (server == null) {
            return refused(
                    from,
                    "there is no Elasticsearch called " + source.server() + "; configured are "
                            + (servers.isEmpty() ? "none" : String.join(", ", servers.keySet())));
        }
        if (nodes.size() > MAX_NODES) {
            return refused(from, nodes.size() + " nodes are more than the " + MAX_NODES + " of one question");
        }
        Steps steps = Steps.between(from, to, step, server.settings().delay(), signal);
        return nodes.isEmpty()
                ? Mono.just(Server.all(steps, Evidence.Values.of()))
                : server.past(new Question(signal, source, List.copyOf(nodes), step), steps);
    }

    private static Mono<List<Past>> refused(Instant at, String reason) {
        return Mono.just(List.of(new Past(at, new Evidence.QueryError(reason))));
    }

    @Override
    public void close() {
        servers.values().forEach(Server::close);
    }
}
