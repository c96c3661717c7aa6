package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.gateway.security.Loopback;
import dev.tidegate.rollout.config.PackageSettings;
import dev.tidegate.rollout.config.PackageSources;
import dev.tidegate.rollout.config.ReviewSettings;
import dev.tidegate.rollout.config.Reviews;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is in {@code deploy/}: everything is well-formed, and names only metrics, paths and values that exist. Templates
 * of the chart are read with their directives taken out, since Helm itself is seldom there where tests run.
 */
class DeployIT {
    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Path DEPLOY = Path.of("../deploy");
    private static final Pattern METRIC = Pattern.compile("\\btidegate_[a-z_]+");
    private static final Pattern DIRECTIVE_LINE = Pattern.compile("(?m)^\\s*\\{\\{-?[^\\n]*\\}\\}\\s*$\\n?");
    private static final Pattern DIRECTIVE = Pattern.compile("\\{\\{.*?\\}\\}");
    private static final Pattern VALUE = Pattern.compile("\\.Values((?:\\.[a-zA-Z]+)+)");

    private final SharedGateway gateway = SharedGateway.get();

    @Test
    void rulesAndDashboardsNameOnlyMetricsThatThereAre() throws IOException {
        gateway.incident("deploy"); // so that meters made by the first alert are there
        String scraped = gateway.call("GET", "/actuator/prometheus", "read", "").body();
        Set<String> there = new TreeSet<>();
        Stream.concat(scraped.lines(), metersOfAFleet().lines())
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> there.add(line.split("[ {]", 2)[0]));
        for (String file : List.of("prometheus/tidegate-rules.yml", "grafana/tidegate.json", "../docs/operations.md")) {
            Set<String> named = new TreeSet<>();
            Matcher metric = METRIC.matcher(Files.readString(DEPLOY.resolve(file)));
            while (metric.find()) {
                named.add(metric.group());
            }
            assertThat(named).as(file).hasSizeGreaterThan(5);
            named.removeAll(there);
            // a timer goes by its name in documents, whether it is a histogram or not
            named.removeIf(name -> there.contains(name + "_count"));
            assertThat(named).as("%s names what is not there", file).isEmpty();
        }
    }

    /** Meters that come with a fleet file's repositories and packages, once each was asked: none of these is reachable. */
    private static String metersOfAFleet() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Reviews reviews =
                Reviews.of(ReviewSettings.read(Yaml.parse("""
                infra: {kind: git, url: /there-is-none, trusted: a@example.org}
                """, "fleet.yaml"), Path.of("target/mirrors")), meters);
        PackageSources packages = PackageSources.of(
                PackageSettings.read(Yaml.parse("aptly: {url: 'http://127.0.0.1:1'}", "fleet.yaml")), meters);
        reviews.deployed("infra", "eu1").onErrorComplete().block(BOUND);
        packages.exists("snapshot").onErrorComplete().block(BOUND);
        reviews.dispose();
        packages.dispose();
        return meters.scrape();
    }

    @Test
    void theDashboardIsOne() throws IOException {
        var dashboard = SharedGateway.json(Files.readString(DEPLOY.resolve("grafana/tidegate.json")));
        assertThat(dashboard.path("panels").size()).isGreaterThan(10);
        Set<Integer> ids = new TreeSet<>();
        dashboard.path("panels").forEach(panel -> {
            assertThat(ids.add(panel.path("id").asInt())).isTrue();
            assertThat(panel.path("targets").path(0).path("expr").asString("")).isNotEmpty();
        });
    }

    @Test
    void theChartsTemplatesAreYamlAndUseValuesThatThereAre() throws IOException {
        Path chart = DEPLOY.resolve("helm/tidegate");
        assertThat(yaml(chart.resolve("Chart.yaml")).get("name")).isEqualTo("tidegate");
        Map<?, ?> values = yaml(chart.resolve("values.yaml"));
        List<Path> templates;
        try (Stream<Path> files = Files.list(chart.resolve("templates"))) {
            templates = files.sorted().toList();
        }
        assertThat(templates).hasSizeGreaterThan(5);
        for (Path template : templates) {
            String text = Files.readString(template);
            assertThat(count(text, "{{")).as("%s: braces", template).isEqualTo(count(text, "}}"));
            Matcher value = VALUE.matcher(text);
            while (value.find()) {
                assertThat(has(values, value.group(1).substring(1).split("\\.")))
                        .as("%s: %s", template, value.group())
                        .isTrue();
            }
            if (template.toString().endsWith(".yaml")) {
                String plain = DIRECTIVE
                        .matcher(DIRECTIVE_LINE.matcher(text).replaceAll(""))
                        .replaceAll("x");
                for (Object document : new org.yaml.snakeyaml.Yaml().loadAll(plain)) {
                    assertThat(document).as(template.toString()).isInstanceOf(Map.class);
                    assertThat(((Map<?, ?>) document).containsKey("kind"))
                            .as(template.toString())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void probesAndTheContainersCheckAskWhatIsAnswered() throws IOException {
        Pattern path = Pattern.compile("(?:path: |GET )(/actuator/[a-z/]+)");
        for (String file : List.of(
                "helm/tidegate/templates/statefulset.yaml",
                "helm/tidegate/templates/servicemonitor.yaml",
                "Dockerfile")) {
            Matcher asked = path.matcher(Files.readString(DEPLOY.resolve(file)));
            int found = 0;
            while (asked.find()) {
                found++;
                assertThat(gateway.call("GET", asked.group(1), file.contains("monitor") ? "read" : "", "")
                                .statusCode())
                        .as("%s: %s", file, asked.group(1))
                        .isEqualTo(200);
            }
            assertThat(found).as(file).isPositive();
        }
        String container = Files.readString(DEPLOY.resolve("Dockerfile"));
        assertThat(container).containsPattern("(?m)^USER 10001").contains("HEALTHCHECK", "\"--listen\", \"0.0.0.0\"");
        assertThat(Loopback.isLoopback("0.0.0.0")).as("so tokens are asked for").isFalse();
    }

    private static Map<?, ?> yaml(Path file) throws IOException {
        return (Map<?, ?>) new org.yaml.snakeyaml.Yaml().load(Files.readString(file));
    }

    private static boolean has(Map<?, ?> values, String[] path) {
        Object at = values;
        for (String step : path) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(step)) {
                return false;
            }
            at = map.get(step);
        }
        return true;
    }

    private static int count(String text, String what) {
        return text.split(Pattern.quote(what), -1).length;
    }
}
