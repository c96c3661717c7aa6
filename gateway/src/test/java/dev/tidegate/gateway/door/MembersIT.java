package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alerts of one incident in parts, on rows in a real database: 1,200 of them, of which each third is over, each fortieth
 * has left, each hundredth fires again as another member, and one is no longer kept.
 */
class MembersIT {
    private static final String MEMBERS = "/api/v1/incidents/c1-1/members";
    private static final int ALL = 1_200 + 12;
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static House house;

    @BeforeAll
    static void open() {
        Town town = new Town();
        town.sql("""
                insert into alert select 0, 'default', lpad(to_hex(i), 16, '0'), 'c1', 'Alert' || i % 20,
                  (array['minor', 'critical', 'warning', 'major'])[1 + i % 4], 'host' || i % 50,
                  jsonb_build_object('alertname', 'Alert' || i % 20, 'host', 'host' || i % 50, 'rack', 'rack' || i % 5),
                  '{}', '', 'test', case when i % 3 = 0 and i % 100 <> 0 then 'resolved' else 'firing' end, false, '{}',
                  case when i % 100 = 0 then 2 else 1 end, now(), null, now(), now(), 1, '{}', '{}', 'c1-1'
                  from generate_series(1, 1199) i
                """, """
                insert into incident select 'c1-1', 0, 'default', 'c1', 1, 'open', 'critical', 0, 'All is down', '', true,
                  now(), now(), null, null, null, null, null, null, 1212, 800, 50, '{host1}',
                  jsonb_build_object('barred', (select jsonb_agg(lpad(to_hex(i), 16, '0')) from generate_series(1, 130) i)), 1
                """, """
                insert into member select 'c1-1', 0, 'default', lpad(to_hex(i), 16, '0'), 1,
                  timestamptz '2026-01-01' + (i % 600) * interval '1 second', case when i % 40 = 0 then now() end,
                  '{"kind": "rule"}' from generate_series(1, 1200) i
                """, """
                insert into member select 'c1-1', 0, 'default', lpad(to_hex(i), 16, '0'), 2, now(), null, '{"kind": "rule"}'
                  from generate_series(100, 1200, 100) i
                """, """
                insert into event select 0, i, now(), case when i % 10 = 0 then 'incident.updated' else 'alert.firing' end,
                  'default', 'c1', 'c1-1', null, 'tidegate', json_build_object('seq', i) from generate_series(1, 300) i
                """);
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static HttpResponse<String> call(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> response = call(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    /** Every member that a query has, page by page. */
    private static List<JsonNode> walk(String query, int limit) throws Exception {
        List<JsonNode> out = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(MEMBERS + "?limit=" + limit + query + cursor);
            page.path("items").forEach(out::add);
            JsonNode next = page.path("nextCursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString("");
        } while (!cursor.isEmpty());
        return out;
    }

    private static String key(JsonNode member) {
        return member.path("fingerprint").asString("") + "/"
                + member.path("episode").asInt();
    }

    private static String field(JsonNode member, String name) {
        return member.path("alert").path(name).asString("");
    }

    private static int rank(JsonNode member) {
        int state =
                List.of("firing", "over", "left").indexOf(member.path("state").asString(""));
        int severity = List.of("critical", "major", "minor", "warning", "").indexOf(field(member, "severity"));
        return state * 10 + severity;
    }

    @Test
    void theWorstComeFirstAndNoneIsMissedOrToldTwice() throws Exception {
        List<JsonNode> all = walk("&order=worst", 97);
        assertThat(all).extracting(MembersIT::key).hasSize(ALL).doesNotHaveDuplicates();
        assertThat(all).extracting(MembersIT::rank).isSorted();
        assertThat(walk("", 500)).extracting(MembersIT::key).hasSize(ALL).doesNotHaveDuplicates();
        assertThat(walk("", 500))
                .extracting(member -> member.path("joinedAt").asString(""))
                .isSorted();
        JsonNode part = get(MEMBERS + "?order=worst&limit=5&skip=600").path("items");
        for (int i = 0; i < 5; i++) {
            assertThat(key(part.path(i))).isEqualTo(key(all.get(600 + i)));
        }
    }

    @Test
    void whatFiresAgainIsAnotherMember() throws Exception {
        List<JsonNode> hundredth = walk("", 500).stream()
                .filter(member -> key(member).startsWith("0000000000000064"))
                .toList();
        assertThat(hundredth)
                .extracting(member -> member.path("state").asString(""))
                .containsExactly("over", "firing");
    }

    @Test
    void filtersAgreeWithCounts() throws Exception {
        List<JsonNode> all = walk("", 500);
        JsonNode counts = get(MEMBERS + "/counts?severity=critical&alertname=Alert1");
        List<JsonNode> wanted = walk("&severity=critical&alertname=Alert1", 50);
        assertThat(wanted).hasSize(counts.path("total").asInt()).allSatisfy(member -> {
            assertThat(field(member, "severity")).isEqualTo("critical");
            assertThat(field(member, "alertname")).isEqualTo("Alert1");
        });
        assertThat(counts.path("bySeverity").path("critical").asLong())
                .as("what another severity would show")
                .isEqualTo(all.stream()
                        .filter(member -> field(member, "alertname").equals("Alert1"))
                        .filter(member -> field(member, "severity").equals("critical"))
                        .count());
        JsonNode plain = get(MEMBERS + "/counts");
        assertThat(plain.path("total").asInt()).isEqualTo(ALL);
        for (String state : List.of("firing", "over", "left")) {
            assertThat(walk("&state=" + state, 500))
                    .as(state)
                    .hasSize(plain.path("byState").path(state).asInt());
        }
        assertThat(plain.path("byNode").path("values").asInt()).isEqualTo(50);
        assertThat(plain.path("byNode").path("most")).hasSize(12);
        JsonNode node = plain.path("byNode").path("most").path(0);
        assertThat(walk("&node=" + node.path("value").asString(""), 500))
                .hasSize(node.path("count").asInt());
        assertThat(walk("&q=host17%20rack2", 500))
                .isNotEmpty()
                .allSatisfy(member -> assertThat(field(member, "node")).isEqualTo("host17"));
        assertThat(walk("&q=100%25", 500)).isEmpty();
    }

    @Test
    void nodesAreToldWithTheLabelsOfTheirAlerts() throws Exception {
        JsonNode nodes = get("/api/v1/incidents/c1-1/nodes?limit=7").path("items");
        assertThat(nodes).hasSize(7);
        assertThat(nodes).extracting(node -> -node.path("firing").asInt()).isSorted();
        assertThat(nodes.path(0).path("labels").path(0).path("host").asString(""))
                .isEqualTo(nodes.path(0).path("node").asString("x"));
    }

    @Test
    void theTimelineIsReadFromEitherEndWithOrWithoutItsAlerts() throws Exception {
        String timeline = "/api/v1/incidents/c1-1/timeline";
        assertThat(get(timeline + "?limit=2").path("items").path(0).path("seq").asInt())
                .isEqualTo(1);
        JsonNode latest = get(timeline + "?limit=20&order=newest&alerts=false");
        assertThat(latest.path("items").path(0).path("seq").asInt()).isEqualTo(300);
        JsonNode before = get(timeline + "?limit=20&order=newest&alerts=false&cursor="
                + latest.path("nextCursor").asString(""));
        assertThat(before.path("items")).hasSize(10);
        assertThat(before.path("items").path(9).path("seq").asInt()).isEqualTo(10);
        assertThat(before.path("nextCursor").isNull()).isTrue();
    }

    @Test
    void anIncidentIsToldWithoutWhatIsReadInParts() throws Exception {
        JsonNode bare = get("/api/v1/incidents/c1-1?members=0&timeline=0");
        assertThat(bare.path("members")).isEmpty();
        assertThat(bare.path("timeline")).isEmpty();
        assertThat(bare.path("explanation").path("reasons").path("rule").asInt())
                .isEqualTo(ALL);
        assertThat(bare.path("explanation").path("barred")).hasSize(100);
        assertThat(bare.path("explanation").path("barredCount").asInt()).isEqualTo(130);
        assertThat(get("/api/v1/incidents/c1-1").path("members")).hasSize(500);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        for (String path : List.of(MEMBERS + "?order=worst", MEMBERS + "/counts", "/api/v1/incidents/c1-1/nodes")) {
            String tag = call(path).headers().firstValue("ETag").orElseThrow();
            assertThat(call(path, "If-None-Match", tag).statusCode()).as(path).isEqualTo(304);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/members?state=gone, '\"gone\" is not one of firing, left, over'",
        "/members?order=best, '\"best\" is not one of joined, worst'",
        "/members?q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q, 'holds 17 words, of which at most 16 are searched for'",
        "/members?skip=-1, is not a whole number from 0 to 1000000",
        "/members?cursor=abc, is not a nextCursor of this list",
        "/members?sort=x, is not known here; known are",
        "/members/counts?limit=5, is not known here; known are",
        "/nodes?limit=1000, is not a whole number from 1 to 200",
        "?members=501, is not a whole number from 0 to 500",
        "/timeline?order=worst, '\"worst\" is not one of newest, oldest'",
        "'/timeline?order=newest,oldest', '\"newest,oldest\" is not one of newest, oldest'",
        "'/timeline?alerts=true,false', '\"true,false\" is not one of false, true'",
        "/timeline?alerts=yes, '\"yes\" is not one of false, true'",
    })
    void whatIsAskedForWronglyIsSaid(String path, String told) throws Exception {
        HttpResponse<String> answer = call("/api/v1/incidents/c1-1" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonMapper.shared().readTree(answer.body()).path("errors").toString())
                .contains(told.replace("\"", "\\\""));
    }

    @Test
    void aCursorBelongsToItsOrder() throws Exception {
        String cursor = get(MEMBERS + "?order=worst&limit=3").path("nextCursor").asString("");
        assertThat(call(MEMBERS + "?limit=3&cursor=" + cursor).statusCode()).isEqualTo(400);
        assertThat(call(MEMBERS + "?limit=3&order=worst&skip=3&cursor=" + cursor)
                        .body())
                .contains("cannot be given together with a cursor");
        assertThat(call("/api/v1/incidents/none/members").statusCode()).isEqualTo(404);
        assertThat(call("/api/v1/incidents/none/members/counts").statusCode()).isEqualTo(404);
        assertThat(call("/api/v1/incidents/none/nodes").statusCode()).isEqualTo(404);
    }
}
