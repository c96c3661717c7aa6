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
                  '{}', '{}', 'c1-1' from generate_series(1, 100000) i
                """;
        String incident = """
                insert into incident select 'c1-1', 0, 'default', 'c1', 1, 'open', 'critical', 0, 'All is down', '', true,
                  now(), now(), null, null, null, null, null, null, 100000, 100000, 5001, '{host1}', '{"causes":[]}', 1
                """;
        String members = """
                insert into member select 'c1-1', 0, 'default', lpad(to_hex(i), 16, '0'), 1,
                  now() + i * interval '1 millisecond', null, '{"kind": "rule", "weight": 1, "inputs": {"rule": "all"}}'
                  from generate_series(1, 100000) i
                """;
        town.sql(rows, incident, members, "analyze alert", "analyze member");
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static final long SMALL_PART = 4;

    private static long bytes;

    private static long nanos(String path, int times) throws Exception {
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
        LOG.info(
                "{}: median {} µs, worst {} µs, {} bytes",
                path,
                nanos.get(times / 2) / 1_000,
                nanos.getLast() / 1_000,
                bytes);
        return nanos.get(times / 2);
    }

    /** How long it takes depends on the machine; that a filter does not read everything shows beside reading everything. */
    @Test
    void aFilteredReadCostsASmallPartOfAWholeListWhichStreams() throws Exception {
        long whole = nanos("/api/v2/alerts", 1);
        assertThat(bytes).isGreaterThan(30_000_000);
        nanos("/api/v2/alerts/groups", 1);
        assertThat(bytes).isGreaterThan(30_000_000);

        assertThat(nanos("/api/v2/alerts?filter=host%3Dhost77", 3)).isLessThan(whole / SMALL_PART);
        assertThat(nanos("/api/v2/alerts?filter=host%3Dhost77&filter=alertname%3D~%22Alert1.*%22", 3))
                .isLessThan(whole / SMALL_PART);
        assertThat(nanos("/api/v1/alerts?limit=50", 3)).isLessThan(whole / SMALL_PART);
    }

    /** However many alerts an incident has, no answer about it grows with them; how long each takes is printed. */
    @Test
    void anIncidentOfAHundredThousandAlertsIsReadInParts() throws Exception {
        String one = "/c1-1";
        for (String path : List.of(
                one + "?members=0&timeline=0",
                one,
                one + "/members?order=worst&limit=200",
                one + "/members?order=worst&limit=200&skip=99800",
                one + "/members?order=worst&limit=200&skip=50000&severity=critical",
                one + "/members?order=worst&limit=200&alertname=Alert7",
                one + "/members?order=worst&limit=200&q=host77",
                one + "/members/counts",
                one + "/members/counts?q=host77",
                one + "/members/counts?node=host77&state=firing",
                one + "/nodes?limit=60",
                one + "/timeline?order=newest&alerts=false",
                "?q=host77",
                "?q=nothing",
                "/counts",
                "/arrivals?id=c1-1")) {
            nanos("/api/v1/incidents" + path, 3);
            assertThat(bytes).as(path).isBetween(20L, 600_000L);
        }
    }
}
