package dev.tidegate.health.evidence.influx;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.http.Asking;
import dev.tidegate.health.evidence.http.ServerClient;
import dev.tidegate.health.evidence.http.ServerClients;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** Finds out what to ask of which InfluxDB. */
final class InfluxProbe implements Probe {
    private final ServerClients servers;
    private final InstantSource clock;
    private final MeterRegistry meters;
    // as many as there are servers
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    InfluxProbe(ServerClients servers, InstantSource clock, MeterRegistry meters) {
        this.servers = servers;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
        return switch (plan(signal, nodes, interval)) {
            case Refused refused -> Mono.just(refused.evidence);
            case Planned planned -> planned.asking.once(at, interval);
        };
    }

    @Override
    public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
        return switch (plan(signal, nodes, step)) {
            case Refused refused -> Mono.just(List.of(new Past(from, refused.evidence)));
            case Planned planned -> planned.asking.every(from, to, step);
        };
    }

    private sealed interface Plan {}

    private record Planned(Asking asking) implements Plan {}

    private record Refused(Evidence evidence) implements Plan {}

    private Plan plan(Signal signal, List<String> nodes, Duration step) {
        if (!(signal.source() instanceof Source.Influx source)) {
            return refused("this signal is not read from InfluxDB");
        }
        ServerClient client = servers.find(source.server());
        if (client == null) {
            return refused(servers.unknown(source.server()));
        }
        if (nodes.isEmpty()) {
            return new Refused(Evidence.Values.of());
        }
        try {
            InfluxReading reading = reading(signal, source, client, nodes);
            int numbers = client.server().limits().answerNumbers();
            int most = Math.max(1, numbers / nodes.size() - reading.before(step));
            return new Planned(new Asking(client, most, reading::ask));
        } catch (QueryMistakeException mistake) {
            return refused(String.valueOf(mistake.getMessage()));
        }
    }

    private InfluxReading reading(Signal signal, Source.Influx source, ServerClient client, List<String> nodes) {
        String database =
                source.database().isBlank() ? client.server().database().orElse("") : source.database();
        if (database.isEmpty()) {
            throw new QueryMistakeException(
                    "neither the signal nor the server " + source.server() + " names a database");
        }
        Statement part = Statement.of(source.query(), source.tag());
        Statement total = signal.kind() == SignalKind.RATIO ? Statement.of(total(source), source.tag()) : null;
        Schema schema = schemas.computeIfAbsent(source.server(), unused -> new Schema(new InfluxServer(client), clock));
        return new InfluxReading(
                signal, source.tag(), new InfluxServer(client), schema, database, nodes, part, total, meters);
    }

    private static String total(Source.Influx source) {
        return source.total().orElseThrow(() -> new QueryMistakeException("a ratio needs a query of its total"));
    }

    private static Refused refused(String sentence) {
        return new Refused(new Evidence.QueryError(sentence));
    }
}
