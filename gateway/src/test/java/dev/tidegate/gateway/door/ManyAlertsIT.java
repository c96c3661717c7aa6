package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads among a hundred thousand firing alerts. The figures go to the log; the bounds only catch what is far off. */
@Tag("slow")
class ManyAlertsIT {
    private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(ManyAlertsIT.class);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static House house;

    @BeforeAll
    static void open() {
        Town town = new Town();
        String rows = """
                insert into alert select 0, 'default', lpad(to_hex(i), 16, '0'), 'c1', 'Alert' || i % 50, 'critical',
                  'host' || i / 20, jsonb_build_object('alertname', 'Alert' || i % 50, 'host', 'host' || i / 20,
                    'cluster', 'c1', 'service', 's' || i % 7, 'severity', 'critical', 'i', i::text),
                  '{"summary": "something is wrong"}', '', 'test', 'firing', false, '{}', 1, now(), null, now(), now(), 1,
                  '{}', '{}', null from generate_series(1, 100000) i
                """;
        Mono.usingWhen(
                        town.connections.create(),
                        connection -> Flux.just(rows, "analyze alert")
                                .concatMap(
                                        sql -> connection.createStatement(sql).execute())
                                .concatMap(result -> result.getRowsUpdated())
                                .then(),
                        connection -> connection.close())
                .block(Duration.ofSeconds(60));
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static long bytes;

    private static long millis(String path, int times) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            var response = HTTP.send(
                    HttpRequest.newBuilder(URI.create(house.url() + path)).build(), BodyHandlers.ofByteArray());
            nanos.add(System.nanoTime() - start);
            bytes = response.body().length;
            assertThat(response.statusCode()).isEqualTo(200);
        }
        nanos.sort(null);
        long median = nanos.get(times / 2) / 1_000_000;
        LOG.info("{}: median {} ms, worst {} ms, {} bytes", path, median, nanos.getLast() / 1_000_000, bytes);
        return median;
    }

    @Test
    void aFilteredReadIsQuickAndAWholeListStreams() throws Exception {
        assertThat(millis("/api/v2/alerts?filter=host%3Dhost77", 40)).isLessThan(100);
        assertThat(millis("/api/v2/alerts?filter=host%3Dhost77&filter=alertname%3D~%22Alert1.*%22", 40))
                .isLessThan(100);
        assertThat(millis("/api/v1/alerts?limit=50", 20)).isLessThan(200);
        assertThat(millis("/api/v2/alerts", 3)).isLessThan(15_000);
        assertThat(bytes).isGreaterThan(30_000_000);
        assertThat(millis("/api/v2/alerts/groups", 3)).isLessThan(15_000);
    }
}
