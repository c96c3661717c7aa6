package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.correlator.image.IncidentState;
import dev.tidegate.correlator.image.json.ImageJson;
import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Severity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Incidents and alerts over HTTP, on rows in a real database. */
class DoorsIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static House house;

    @BeforeAll
    static void open() {
        Town town = new Town();
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
        for (int i = 0; i < 12; i++) {
            Labels labels = Labels.of(
                    "alertname", "NodeDown" + i % 3, "cluster", "c1", "host", "cmp" + i, "severity", "critical");
            town.open(
                    i % 2,
                    "c1-" + i,
                    i % 4 == 0 ? Severity.MAJOR : Severity.CRITICAL,
                    "Node cmp" + i + " is down",
                    town.fire(i % 2, labels, Labels.EMPTY, null));
        }
        town.change(1, "c1-11", IncidentState.ACKNOWLEDGED, "incident.acknowledged", "ann");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static HttpResponse<String> call(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(house.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        HttpResponse<String> response = call("GET", path, "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static List<String> ids(JsonNode page) {
        List<String> out = new ArrayList<>();
        page.path("items").forEach(item -> out.add(item.path("id").asString("")));
        return out;
    }

    @Test
    void pagesStayWhereTheyAreWhileThingsChange() throws Exception {
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("/api/v1/incidents?limit=5&q=cmp&site=c1" + cursor);
            assertThat(page.path("counts").path("total").asInt()).isEqualTo(12);
            seen.addAll(ids(page));
            JsonNode next = page.path("nextCursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString("");
            house.town.change(0, "c1-2", IncidentState.OPEN, "incident.updated", "tidegate");
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(12).doesNotHaveDuplicates().startsWith("c1-11").endsWith("c1-0");
    }

    @Test
    void filtersAndCounts() throws Exception {
        assertThat(ids(get("/api/v1/incidents?node=cmp7"))).containsExactly("c1-7");
        assertThat(ids(get("/api/v1/incidents?alertname=NodeDown1&limit=500"))).hasSize(4);
        assertThat(ids(get("/api/v1/incidents?q=cmp7%20down"))).containsExactly("c1-7");
        assertThat(ids(get("/api/v1/incidents?q=100%25"))).isEmpty();
        assertThat(ids(get("/api/v1/incidents?since=2100-01-01T00:00:00Z"))).isEmpty();
        JsonNode counts = get("/api/v1/incidents/counts?severity=major");
        assertThat(counts.path("total").asInt()).isEqualTo(3);
        assertThat(counts.path("bySeverity").path("critical").asInt()).isEqualTo(9);
        assertThat(counts.path("byState").path("merged").asInt()).isZero();
    }

    @Test
    void anIncidentExplainsItself() throws Exception {
        JsonNode incident = get("/api/v1/incidents/c1-5");
        assertThat(incident.path("title").asString("")).isEqualTo("Node cmp5 is down");
        assertThat(incident.path("alertname").asString("")).isEqualTo("NodeDown2");
        JsonNode member = incident.path("members").path(0);
        assertThat(member.path("reason").path("kind").asString("")).isEqualTo("rule");
        assertThat(member.path("alert").path("labels").path("host").asString(""))
                .isEqualTo("cmp5");
        assertThat(incident.path("timeline").path(0).path("kind").asString("")).isEqualTo("incident.opened");
        assertThat(incident.path("explanation").path("causes").size()).isEqualTo(1);
        assertThat(incident.path("explanation").path("reasons").path("rule").asInt())
                .isEqualTo(1);
        assertThat(get("/api/v1/incidents/c1-5/members").path("items").size()).isEqualTo(1);
        assertThat(get("/api/v1/incidents/c1-5/timeline").path("nextCursor").isNull())
                .isTrue();
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        HttpResponse<String> first = call("GET", "/api/v1/incidents/c1-6", "");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = call("GET", "/api/v1/incidents/c1-6", "", "If-None-Match", tag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
    }

    @Test
    void actionsHaveActorsAndAreRefusedWithReasons() throws Exception {
        HttpResponse<String> done = call("POST", "/api/v1/incidents/c1-4/acknowledge", "{\"comment\":\"mine\"}");
        assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
        assertThat(JSON.readTree(done.body()).path("state").asString("")).isEqualTo("acknowledged");
        assertThat(house.town.commands).contains(new Command.Acknowledge("c1-4", "mine", "anonymous"));
        HttpResponse<String> again = call("POST", "/api/v1/incidents/c1-4/acknowledge", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.body()).contains("the incident is acknowledged already");
        HttpResponse<String> stale =
                call("POST", "/api/v1/incidents/c1-4/comment", "{\"text\":\"x\"}", "If-Match", "\"1\"");
        assertThat(stale.statusCode()).isEqualTo(412);
    }

    /** Events are written from images, pages from rows; a reader of both must not see the difference. */
    @Test
    void eventsAndPagesSayTheSameInTheSameWords() throws Exception {
        for (var image : List.copyOf(house.town.incidents.values())) {
            JsonNode page = get("/api/v1/incidents?limit=500&node="
                            + image.nodes().getFirst())
                    .path("items")
                    .path(0);
            assertThat(page).as(image.id()).isEqualTo(JSON.readTree(ImageJson.incident(image)));
            assertThat(names(page)).isEqualTo(names(JSON.readTree(ImageJson.incident(image))));
        }
        for (var image : List.copyOf(house.town.alerts.values())) {
            JsonNode page = get("/api/v1/alerts?filter=host%3D" + image.node())
                    .path("items")
                    .path(0);
            assertThat(page).isEqualTo(JSON.readTree(ImageJson.alert(image)));
            assertThat(names(page)).isEqualTo(names(JSON.readTree(ImageJson.alert(image))));
        }
    }

    private static List<String> names(JsonNode object) {
        return List.copyOf(object.propertyNames());
    }

    @Test
    void alertmanagersProbesFollowOurs() throws Exception {
        assertThat(call("GET", "/-/ready", "").statusCode()).isEqualTo(200);
        house.ready.set(false);
        assertThat(call("GET", "/-/ready", "").statusCode()).isEqualTo(503);
        assertThat(call("GET", "/-/ready", "").body()).isEqualTo("not ready");
        assertThat(call("GET", "/-/healthy", "").body()).isEqualTo("OK");
        house.healthy.set(false);
        assertThat(call("GET", "/-/healthy", "").statusCode()).isEqualTo(503);
        house.healthy.set(true);
        house.ready.set(true);
    }

    @Test
    void errorsNameWhatIsWrong() throws Exception {
        HttpResponse<String> bad = call("GET", "/api/v1/incidents?state=opened&limit=0&color=red&cursor=x", "");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = JSON.readTree(bad.body());
        List<String> parameters = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> parameters.add(error.path("parameter").asString("")));
        assertThat(parameters).containsExactlyInAnyOrder("state", "limit", "color", "cursor");
        assertThat(bad.body()).contains("is not one of acknowledged, closed, merged, open, resolved");
        assertThat(call("GET", "/api/v1/incidents/none", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/nowhere", "").body()).contains("/nowhere was not found");
        HttpResponse<String> wrong = call("PUT", "/api/v1/incidents", "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(call("POST", "/api/v1/incidents/c1-1/split", "{\"fingerprints\":[\"zz\"]}")
                        .body())
                .contains("is not 16 hexadecimal digits");
        assertThat(call("POST", "/api/v1/incidents/c1-1/merge", "{\"into\":\"none\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(call("POST", "/api/v1/incidents/c1-1/merge", "{").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aWatchThatCannotBeOpenedSaysWhichFieldAndWhy() throws Exception {
        String policy = "signals:\\n  - name: latency\\n    limt: 10\\n";
        HttpResponse<String> wrong =
                call("POST", "/api/v1/watches", "{\"policy\":\"" + policy + "\",\"watched\":[\"cmp1\"]}");
        assertThat(wrong.statusCode()).as(wrong.body()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"parameter\":\"policy\"", "policy:3");
        HttpResponse<String> fields =
                call("POST", "/api/v1/watches", "{\"watched\":[],\"since\":\"yesterday\",\"nodes\":[\"a\"]}");
        assertThat(fields.statusCode()).isEqualTo(400);
        assertThat(fields.body()).contains("\"policy\"", "\"watched\"", "\"since\"", "\"nodes\"");
        assertThat(call("POST", "/api/v1/watches", "[").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/api/v1/watches/none", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/api/v1/watches/none/stream", "").statusCode()).isEqualTo(404);
        assertThat(call("DELETE", "/api/v1/watches/none", "").statusCode()).isEqualTo(404);
        assertThat(call("GET", "/api/v1/watches?state=opened", "").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/watches?state=open&verdict=none").path("items").size())
                .isZero();
    }

    @Test
    void arrivalsAreCountedByTheMinute() throws Exception {
        JsonNode page = get("/api/v1/incidents/arrivals?id=c1-1,c1-2&id=c1-none");
        assertThat(page.path("step").asString("")).isEqualTo("PT1M");
        assertThat(page.path("items").propertyNames()).containsExactlyInAnyOrder("c1-1", "c1-2");
        JsonNode steps = page.path("items").path("c1-1");
        assertThat(steps.size()).isEqualTo(30);
        int arrived = 0;
        for (JsonNode step : steps) {
            arrived += step.asInt(0);
        }
        assertThat(arrived).isEqualTo(1);
        assertThat(call("GET", "/api/v1/incidents/arrivals", "").statusCode()).isEqualTo(400);
    }

    @Test
    void theTopologyAroundNodesIsShown() throws Exception {
        JsonNode picture = get("/api/v1/topology?node=cmp1,cmp2&hops=1");
        assertThat(picture.path("vertices").size()).isEqualTo(3);
        assertThat(picture.path("edges").path(0).path("to").asString("")).isEqualTo("rack-a");
        assertThat(picture.path("labels").path(0).asString("")).isEqualTo("rack");
        assertThat(call("GET", "/api/v1/topology?node=a&hops=9", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void everyDoorIsDescribedAndEveryDescriptionHasItsDoor() throws Exception {
        JsonNode document = get("/v3/api-docs");
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().propertyNames().forEach(verb -> described.add(verb + " " + path.getKey())));
        described.removeIf(name -> name.startsWith("parameters "));
        Set<String> there = new TreeSet<>();
        house.doors.forEach(door -> door.methods()
                .keySet()
                .forEach(verb -> there.add(verb.name().toLowerCase(Locale.ROOT) + " " + door.path())));
        there.removeIf(name -> name.contains("api-docs"));
        assertThat(described).isEqualTo(there);
        assertThat(call("GET", "/api-docs", "").body()).contains("/v3/api-docs");
    }

    @Test
    void alertsAreFilteredAndPaged() throws Exception {
        JsonNode page = get("/api/v1/alerts?filter=host%3D~%22cmp1.*%22&state=firing&limit=2");
        assertThat(page.path("items").size()).isEqualTo(2);
        JsonNode rest = get("/api/v1/alerts?filter=host%3D~%22cmp1.*%22&state=firing&limit=2&cursor="
                + page.path("nextCursor").asString(""));
        assertThat(rest.path("items").size()).isEqualTo(1);
        assertThat(rest.path("nextCursor").isNull()).isTrue();
        assertThat(get("/api/v1/alerts?suppressed=true").path("items").size()).isZero();
        assertThat(get("/api/v1/alerts?incident=c1-3").path("items").size()).isEqualTo(1);
    }
}
