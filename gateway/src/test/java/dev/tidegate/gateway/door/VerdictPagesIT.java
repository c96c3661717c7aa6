package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore.Hold;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A watch that has changed its mind often. */
class VerdictPagesIT {
    private static final int DECIDED = 120;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static House house;

    @BeforeAll
    static void open() {
        Town town = new Town();
        house = new House(town, AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
        R2dbcWatchStore store = new R2dbcWatchStore(town.connections);
        WatchSpec spec = new WatchSpec(
                "w1", "default", "restless", "{}", new Cohort(List.of("a"), List.of()), T0, null, "ann", T0);
        store.open(spec, "elsewhere", Duration.ofHours(1), 10).block(PATIENCE);
        for (int i = 1; i <= DECIDED; i++) {
            Verdict verdict = i % 2 == 0
                    ? new Verdict.Healthy("fine")
                    : new Verdict.Inconclusive(Verdict.Doubt.EVIDENCE, "nothing is known");
            Instant at = T0.plusSeconds(i);
            Decision decision = new Decision(i, at, verdict, new Judgement(at, i * 1_000L, 0, verdict, List.of()));
            store.decided(new Hold("w1", 1), at, decision, "{\"policy\":\"p\"}").block(PATIENCE);
        }
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(house.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String text(JsonNode mayBeNull) {
        return mayBeNull.isNull() ? "" : mayBeNull.asString("");
    }

    private static List<Long> numbers(JsonNode verdicts) {
        List<Long> numbers = new ArrayList<>();
        verdicts.forEach(verdict -> numbers.add(verdict.path("number").asLong()));
        return numbers;
    }

    @Test
    void theFirstOnesComeWithTheWatchAndTheRestInPages() throws Exception {
        JsonNode watch = json("/api/v1/watches/w1");
        assertThat(watch.path("verdict").path("number").asLong()).isEqualTo(DECIDED);
        List<Long> seen = numbers(watch.path("history"));
        assertThat(seen).hasSize(50);
        String cursor = text(watch.path("historyCursor"));
        while (!cursor.isEmpty()) {
            JsonNode page = json("/api/v1/watches/w1/verdicts?limit=30&cursor=" + cursor);
            assertThat(page.path("items").path(0).path("report").path("policy").asString(""))
                    .isEqualTo("p");
            seen.addAll(numbers(page.path("items")));
            cursor = text(page.path("nextCursor"));
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, DECIDED).boxed().toList());
        assertThat(numbers(json("/api/v1/watches/w1/verdicts").path("items"))).hasSize(50);
    }

    @Test
    void whatIsNoPageOfThisWatchIsRefused() throws Exception {
        String cursor = text(json("/api/v1/watches/w1").path("historyCursor"));
        assertThat(get("/api/v1/watches/w2/verdicts").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/watches/w2/verdicts?cursor=" + cursor).statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/watches/w1/verdicts?cursor=abc").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/watches/w1/verdicts?limit=501").statusCode()).isEqualTo(400);
    }
}
