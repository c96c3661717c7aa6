package dev.tidegate.health.evidence.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.evidence.http.Await;
import dev.tidegate.health.evidence.http.RealServer;
import dev.tidegate.health.evidence.http.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A real Prometheus, back-filled and scraping: the values are those that were written, and its death holds. */
@Tag("peer")
class RealPrometheusIT {
    private static final List<String> NODES = List.of("cmp01.site", "cmp02.site", "odd\"\\/+ name");
    private static final Duration STEP = Duration.ofSeconds(15);
    /** The past that is filled in: an hour, until an hour ago. */
    private static final Instant FROM = begin();

    private static final int SAMPLES = 240;
    private static final Map<String, Double> LIVE = new ConcurrentHashMap<>();

    @TempDir
    static Path directory = Path.of(".");

    private static DisposableServer exporter = scraped();
    private static RealServer prometheus = new RealServer(List.of("none"), Path.of("none"), URI.create("http://none"));
    private static PrometheusProbes probes =
            PrometheusProbes.of(List.of(), InstantSource.system(), new SimpleMeterRegistry());

    private static Instant begin() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(7200);
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        LIVE.putAll(Map.of("cmp01.site", 1.0, "cmp02.site", 2.0));
        Path openMetrics = directory.resolve("past.txt");
        Files.writeString(openMetrics, past());
        Process fill = new ProcessBuilder(
                        "promtool", "tsdb", "create-blocks-from", "openmetrics", openMetrics.toString(), data())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("promtool.log").toFile())
                .start();
        assertThat(fill.waitFor()).isZero();
        int port = RealServer.freePort();
        Path config = directory.resolve("prometheus.yml");
        Files.writeString(
                config,
                "global: {scrape_interval: 500ms}\nscrape_configs:\n  - job_name: live\n    static_configs:"
                        + " [{targets: [\"127.0.0.1:" + exporter.port() + "\"]}]\n");
        prometheus = new RealServer(
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + data(),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn"),
                directory.resolve("prometheus.log"),
                URI.create("http://127.0.0.1:" + port + "/-/ready"));
        prometheus.start();
        probes = PrometheusProbes.of(
                List.of(Server.of("main", URI.create("http://127.0.0.1:" + port))),
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        probes.connections().dispose();
        prometheus.close();
        exporter.disposeNow();
    }

    /** A load of 100 × node + sample, errors and requests that rise evenly; the second node dies half-way. */
    private static String past() {
        StringBuilder text = new StringBuilder();
        for (String metric : List.of("load", "errors_total", "requests_total")) {
            String family = metric.replace("_total", "");
            text.append("# TYPE ").append(family).append(metric.equals("load") ? " gauge\n" : " counter\n");
            for (int node = 0; node < NODES.size(); node++) {
                String name = NODES.get(node).replace("\\", "\\\\").replace("\"", "\\\"");
                for (int sample = 0; sample < (node == 1 ? SAMPLES / 2 : SAMPLES); sample++) {
                    long at = FROM.plus(STEP.multipliedBy(sample)).getEpochSecond();
                    double value = metric.equals("load")
                            ? 100 * node + sample
                            : (metric.equals("errors_total") ? 1 : 10) * (node + 1.0) * sample;
                    text.append(String.format(Locale.ROOT, "%s{node=\"%s\"} %s %d%n", metric, name, value, at));
                }
            }
        }
        return text.append("# EOF\n").toString();
    }

    private static String data() {
        return directory.resolve("data").toString();
    }

    private static DisposableServer scraped() {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> {
                    StringBuilder text = new StringBuilder();
                    new TreeMap<>(LIVE)
                            .forEach((node, value) -> text.append("live{node=\"" + node + "\"} " + value + "\n"));
                    return response.header("content-type", "text/plain; version=0.0.4")
                            .sendString(Mono.just(text.toString()));
                })
                .bindNow();
    }

    private static Probe probe() {
        return probes.probe();
    }

    private static Evidence at(Signal signal, Instant at) {
        return Await.value(probe().read(signal, NODES, at, STEP));
    }

    private static Signal gauge(String query) {
        return Signals.gauge(Signals.prometheus(query));
    }

    private static double[] values(Evidence evidence) {
        assertThat(evidence).isInstanceOf(Evidence.Values.class);
        return ((Evidence.Values) evidence).values();
    }

    @Test
    void theValuesAreThoseThatWereWritten() {
        for (int sample = 0; sample < SAMPLES; sample += 37) {
            assertThat(values(at(gauge("load{node=~\"$nodes\"}"), FROM.plus(STEP.multipliedBy(sample)))))
                    .containsExactly(sample, sample < 120 ? 100 + sample : Double.NaN, 200 + sample);
        }
    }

    @Test
    void aRangeHasEveryValueThatWasWritten() {
        Instant to = FROM.plus(STEP.multipliedBy(SAMPLES - 1L));
        List<Past> pasts = Await.value(probe().range(gauge("load"), NODES, FROM, to, STEP));
        assertThat(pasts).hasSize(SAMPLES);
        for (int sample = 0; sample < SAMPLES; sample++) {
            // the second node died at sample 120; its value is shown for five minutes, and is evidence for one
            boolean dead = sample > 119 + 4;
            assertThat(values(pasts.get(sample).evidence()))
                    .containsExactly(sample, dead ? Double.NaN : 100 + Math.min(sample, 119), 200 + sample);
        }
    }

    @Test
    void countsAndRatiosAreOfTheirInterval() {
        Instant at = FROM.plus(STEP.multipliedBy(100));
        Signal count = Signals.of(
                SignalKind.COUNT, Signals.prometheus("increase(errors_total{node=~\"$nodes\"}[1m])"), Empty.UNKNOWN);
        assertThat(values(at(count, at))).usingComparatorWithPrecision(1e-6).containsExactly(4, 8, 12);
        Signal ratio = Signals.of(
                SignalKind.RATIO,
                Signals.prometheus(
                        "increase(errors_total{node=~\"$nodes\"}[1m])",
                        "sum by (node) (increase(requests_total{node=~\"$nodes\"}[1m]))"),
                Empty.UNKNOWN);
        Evidence.Values values = (Evidence.Values) at(ratio, at);
        assertThat(values.values()).usingComparatorWithPrecision(1e-6).containsExactly(4, 8, 12);
        assertThat(values.totals()).usingComparatorWithPrecision(1e-6).containsExactly(40, 80, 120);
    }

    @Test
    void aRateThatOutlivesItsNodeIsNoEvidence() {
        Instant ninetySecondsAfter = FROM.plus(STEP.multipliedBy(119 + 6));
        Signal rate = gauge("sum by (node) (rate(errors_total{node=~\"$nodes\"}[5m]))");
        Double still =
                Await.value(probe().read(rate, List.of("cmp02.site"), FROM.plus(STEP.multipliedBy(119 + 2)), STEP)
                        .map(found -> values(found)[0]));
        assertThat(still).isNotNull().isPositive();
        assertThat(values(at(rate, ninetySecondsAfter))[1]).isNaN();
        assertThat(Await.value(probe().read(rate, List.of("cmp02.site"), ninetySecondsAfter, STEP)))
                .isEqualTo(new Evidence.Stale(
                        Duration.ofSeconds(90),
                        "the newest of the values for one node is 90 s old; older than 60 s is not evidence"));
    }

    @Test
    void whatEndedIsStaleAndThenGone() {
        Instant end = FROM.plus(STEP.multipliedBy(SAMPLES - 1L));
        Signal load = gauge("load{node=~\"$nodes\"}");
        assertThat(at(load, end.plusSeconds(60))).isInstanceOf(Evidence.Values.class);
        assertThat(at(load, end.plusSeconds(61))).isInstanceOf(Evidence.Stale.class);
        assertThat(at(load, end.plusSeconds(400))).isInstanceOf(Evidence.NoData.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "load{ | refuses the query (400 bad_data): invalid parameter \"query\": 1:6: parse error",
                "load + on() load | cannot run the query (422 execution): found duplicate series for the match group",
                "scalar(sum(load)) | the query answers a scalar, which has no node",
                "\"text\" | the query answers a string",
                "load[1m] | the query answers many values a series (matrix)",
                "sum(load) | no series of the answer has the label \"node\"",
                "load / (load - load) | which is no number to judge by; a division by zero?",
                "sum by (node, __name__) ({__name__=~\"[er].+_total\"}) | two series for ",
            })
    void whatIsNoNumberANodeIsTold(String query, String sentence) {
        Evidence found = at(gauge(query), FROM.plus(STEP.multipliedBy(100)));
        assertThat(found).isInstanceOf(Evidence.QueryError.class);
        assertThat(((Evidence.QueryError) found).reason()).contains(sentence);
    }

    @Test
    void manySelectorsAreAskedForTheirSamplesTogether() {
        Instant at = FROM.plus(STEP.multipliedBy(100));
        assertThat(values(at(gauge("errors_total{node=~\"$nodes\"} / requests_total > 0 and load"), at)))
                .usingComparatorWithPrecision(1e-9)
                .containsExactly(0.1, 0.1, 0.1);
        assertThat(values(at(
                        gauge("sum by (node) (increase(none{node=~\"$nodes\"}[$interval])) or 0 * max by (node)"
                                + " (load{node=~\"$nodes\"})"),
                        at)))
                .containsExactly(0, 0, 0);
        Signal slow = gauge("last_over_time(load[30m])");
        assertThat(at(slow, FROM.plus(STEP.multipliedBy(SAMPLES + 40L)))).isInstanceOf(Evidence.Stale.class);
    }

    @Test
    void whatIsScrapedIsSeenLiveAndWhoIsGoneIsGone() {
        List<String> live = List.of("cmp01.site", "cmp02.site");
        Signal signal = gauge("live{node=~\"$nodes\"}");
        Mono<Evidence> now = Mono.defer(() -> probe().read(signal, live, Instant.now(), STEP));
        Await.until(now, found -> is(found, 1, 2));
        LIVE.put("cmp02.site", 7.0);
        Await.until(now, found -> is(found, 1, 7));
        LIVE.remove("cmp02.site");
        Await.until(now, found -> is(found, 1, Double.NaN));
        LIVE.put("cmp02.site", 2.0);
        Await.until(now, found -> is(found, 1, 2));
        prometheus.kill();
        assertThat(Await.value(now))
                .isInstanceOfSatisfying(
                        Evidence.QueryError.class,
                        found -> assertThat(found.reason())
                                .matches(
                                        "main \\(\\S+\\) (cannot be reached: connection refused|closed the connection before it had answered)"));
        prometheus.start();
        Await.until(now, found -> is(found, 1, 2));
    }

    private static boolean is(Evidence evidence, double first, double second) {
        return evidence instanceof Evidence.Values found
                && Double.compare(found.values()[0], first) == 0
                && Double.compare(found.values()[1], second) == 0;
    }
}
