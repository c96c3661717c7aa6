package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.config.HealthProperties.ServerProperties;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import reactor.core.publisher.Mono;

class HealthPropertiesTest {
    @TempDir
    Path directory = Path.of("replaced");

    private static HealthProperties of(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("tidegate", HealthProperties.class);
    }

    private static Source prometheus(String server) {
        return new Source.Prometheus(server, "up", Optional.empty(), "instance");
    }

    @Test
    void nothingIsConfiguredByDefault() {
        HealthProperties properties = of(Map.of());
        assertThat(properties.servers()).isEmpty();
        assertThat(properties.watches()).isEqualTo(200);
    }

    @Test
    void aServerSaysWhereItIsAndNeverHowToGetIn() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
        HealthProperties properties = of(Map.of(
                "tidegate.servers.prom.kind", "prometheus",
                "tidegate.servers.prom.url", "https://prom:9090",
                "tidegate.servers.prom.token-file", file.toString()));
        var server = properties.of(HealthProperties.PROMETHEUS).getFirst();
        assertThat(server.credentials()).isEqualTo(new Credentials.Bearer("s3cret"));
        assertThat(server.limits().answer()).isEqualTo(Duration.ofSeconds(5));
        assertThat(server + properties.toString()).contains("https://prom:9090").doesNotContain("s3cret");
        var basic = new ServerProperties(
                "influx", "http://influx:8086", "tide", "s3cret", "", "", "", "", "", Duration.ofSeconds(1));
        assertThat(basic.server("i").credentials()).isEqualTo(new Credentials.Basic("tide", "s3cret"));
        assertThat(basic.toString()).doesNotContain("s3cret");
    }

    @Test
    void aMistakeIsToldByProperty() {
        assertThatThrownBy(() -> of(Map.of("tidegate.servers.x.url", "http://x")))
                .rootCause()
                .hasMessageContaining("tidegate.servers.x.kind");
        assertThatThrownBy(() -> of(Map.of("tidegate.servers.x.kind", "influx")))
                .rootCause()
                .hasMessageContaining("tidegate.servers.x.url: is missing");
        HealthProperties file = of(Map.of(
                "tidegate.servers.x.kind", "influx",
                "tidegate.servers.x.url", "http://x",
                "tidegate.servers.x.token-file", "/nowhere/token"));
        assertThatThrownBy(() -> file.of("influx")).hasMessageContaining("tidegate.servers.x.token-file");
        assertThatThrownBy(() -> of(Map.of("tidegate.watches", "0")))
                .rootCause()
                .hasMessageContaining("tidegate.watches");
    }

    @Test
    void aSourceThatCannotBeReadIsToldWhenAWatchIsOpened() {
        HealthProperties properties = of(Map.of(
                "tidegate.servers.metrics.kind", "influx",
                "tidegate.servers.metrics.url", "http://x"));
        ConfiguredProbes probes = new ConfiguredProbes(properties, Map.<String, Probe>of(), OfTenant::new);
        assertThat(probes.unreadable(prometheus("prom")).orElse(""))
                .contains("\"prom\" is not configured here; there are metrics");
        assertThat(probes.unreadable(prometheus("metrics")).orElse("")).contains("configured as influx");
        assertThat(probes.unreadable(new Source.Given()).orElse("")).contains("has no source");
        assertThat(probes.unreadable(new Source.Incidents(""))).isEmpty();
    }

    @Test
    void ourOwnIncidentsAreThoseOfTheTenantWhoseWatchAsks() {
        ConfiguredProbes probes = new ConfiguredProbes(of(Map.of()), Map.<String, Probe>of(), OfTenant::new);
        assertThat(probes.of(new Source.Incidents(""), "other")).isEqualTo(new OfTenant("other"));
    }

    private record OfTenant(String tenant) implements Probe {
        @Override
        public Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval) {
            return Mono.just(new Evidence.NoData(tenant));
        }

        @Override
        public Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step) {
            return Mono.just(List.of());
        }
    }
}
