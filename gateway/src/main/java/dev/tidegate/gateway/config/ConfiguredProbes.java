package dev.tidegate.gateway.config;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.watch.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The probes of the servers that are configured. */
final class ConfiguredProbes implements Probes {
    static final String INCIDENTS = "incidents";

    private final HealthProperties properties;
    private final Map<String, Probe> byKind;
    private final Function<String, Probe> incidents;

    /**
     * @param byKind a probe for each kind of server that can be read
     * @param incidents a probe of our own incidents for each tenant
     */
    ConfiguredProbes(HealthProperties properties, Map<String, Probe> byKind, Function<String, Probe> incidents) {
        this.properties = properties;
        this.byKind = Map.copyOf(byKind);
        this.incidents = incidents;
    }

    private record Asked(String kind, String server) {}

    private static Asked asked(Source source) {
        return switch (source) {
            case Source.Given given -> new Asked("", "");
            case Source.Prometheus prometheus -> new Asked(HealthProperties.PROMETHEUS, prometheus.server());
            case Source.Influx influx -> new Asked(HealthProperties.INFLUX, influx.server());
            case Source.Elasticsearch search -> new Asked(HealthProperties.ELASTICSEARCH, search.server());
            case Source.Incidents incidents -> new Asked(INCIDENTS, "");
        };
    }

    @Override
    public Optional<String> unreadable(Source source) {
        Asked asked = asked(source);
        if (asked.kind().isEmpty()) {
            return Optional.of("has no source; a watch needs to know where the values come from");
        }
        if (asked.kind().equals(INCIDENTS)) {
            return Optional.empty();
        }
        @Nullable String there = properties.kind(asked.server());
        if (there == null) {
            return Optional.of("server \"" + asked.server() + "\" is not configured here; "
                    + (properties.servers().isEmpty()
                            ? "none is: set tidegate.servers." + asked.server() + ".url"
                            : "there are "
                                    + String.join(
                                            ", ",
                                            new TreeSet<>(properties.servers().keySet()))));
        }
        if (!there.equals(asked.kind())) {
            return Optional.of("server \"" + asked.server() + "\" is configured as " + there + ", and is asked as "
                    + asked.kind());
        }
        return byKind.containsKey(asked.kind())
                ? Optional.empty()
                : Optional.of("this gateway cannot read from " + asked.kind());
    }

    @Override
    public Probe of(Source source, String tenant) {
        Optional<String> reason = unreadable(source);
        String kind = asked(source).kind();
        Probe probe = kind.equals(INCIDENTS) ? incidents.apply(tenant) : byKind.get(kind);
        return probe == null || reason.isPresent() ? new Unreadable(reason.orElse("cannot be read here")) : probe;
    }

    /** For a watch that was opened where the server was configured, and goes on where it is not. */
    private record Unreadable(String reason) implements Probe {
        @Override
        public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
            return Mono.just(new Evidence.QueryError(reason));
        }

        @Override
        public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
            return Mono.just(List.of());
        }
    }
}
