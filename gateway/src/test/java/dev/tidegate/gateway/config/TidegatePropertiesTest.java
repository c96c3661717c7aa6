package dev.tidegate.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.gateway.config.TidegateProperties.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TidegatePropertiesTest {
    @Test
    void defaults() {
        assertThat(bound(Map.of()))
                .isEqualTo(new TidegateProperties(
                        "data",
                        "127.0.0.1",
                        8480,
                        false,
                        "",
                        Map.of(),
                        "",
                        4,
                        256,
                        "",
                        "",
                        "",
                        "",
                        "",
                        new Tokens("", "", ""),
                        false));
    }

    /** What somebody who mistypes an option is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tidegate.port|x|tidegate.port = \"x\" is not a whole number",
                "tidegate.port|70000|tidegate.port = \"70000\" must be from 1 to 65535, or 0 for any free one",
                "tidegate.anonymous-loopback|perhaps|tidegate.anonymous-loopback = \"perhaps\" is not true or false"
            })
    void mistypedOptionsAreToldInASentence(String name, String value, String told) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .satisfies(failure -> assertThat(Excuse.of(failure)).isEqualTo(told));
    }

    @Test
    void everythingCanBeSet() {
        TidegateProperties properties = bound(Map.ofEntries(
                Map.entry("tidegate.data", "/srv/tg"),
                Map.entry("tidegate.listen", "::1"),
                Map.entry("tidegate.port", "0"),
                Map.entry("tidegate.anonymous-loopback", "true"),
                Map.entry("tidegate.kafka", "k1:9092,k2:9092"),
                Map.entry("tidegate.kafka-client[security.protocol]", "SSL"),
                Map.entry("tidegate.postgres", "postgres://u:p@db/tg"),
                Map.entry("tidegate.partitions", "16"),
                Map.entry("tidegate.disk-reserve", "512"),
                Map.entry("tidegate.node", "gateway-1"),
                Map.entry("tidegate.config", "tidegate.yaml"),
                Map.entry("tidegate.alertmanager-config", "alertmanager.yml"),
                Map.entry("tidegate.topology", "topology.yaml"),
                Map.entry("tidegate.fleet", "fleet.yaml"),
                Map.entry("tidegate.tokens.admin", "a"),
                Map.entry("tidegate.stop-when-ready", "true")));
        assertThat(properties)
                .isEqualTo(new TidegateProperties(
                        "/srv/tg",
                        "::1",
                        0,
                        true,
                        "k1:9092,k2:9092",
                        Map.of("security.protocol", "SSL"),
                        "postgres://u:p@db/tg",
                        16,
                        512,
                        "gateway-1",
                        "tidegate.yaml",
                        "alertmanager.yml",
                        "topology.yaml",
                        "fleet.yaml",
                        new Tokens("a", "", ""),
                        true));
        assertThat(properties.embedded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "port,       65536, tidegate.port",
        "partitions, 0,     tidegate.partitions",
        "kafka,      k:1,   tidegate.postgres",
        "postgres,   x,     tidegate.kafka",
    })
    void saysWhichPropertyIsWrong(String property, String value, String expected) {
        assertThatThrownBy(() -> bound(Map.of("tidegate." + property, value)))
                .rootCause()
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "192.0.2.7", "::"})
    void opensNoDoorsToOthersWithoutTokens(String address) {
        assertThatThrownBy(() -> bound(Map.of("tidegate.listen", address, "tidegate.anonymous-loopback", "true")))
                .rootCause()
                .hasMessageContaining("refused when listening on " + address);
    }

    @Test
    void showsNoToken() {
        assertThat(bound(Map.of("tidegate.tokens.read", "very-secret-token")).toString())
                .contains("READ")
                .doesNotContain("very-secret-token");
    }

    private static TidegateProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("tidegate", TidegateProperties.class);
    }
}
