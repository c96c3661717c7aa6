package dev.tidegate.gateway.board.http;

import dev.tidegate.gateway.board.Assets;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.ProblemAnswers;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import tools.jackson.databind.json.JsonMapper;

class PageDoorsTest {
    private static final Assets ASSETS = Assets.load();
    private static final WebTestClient CLIENT = WebTestClient.bindToRouterFunction(
                    Door.open(new PageDoors(ASSETS).doors()))
            .handlerStrategies(HandlerStrategies.builder()
                    .exceptionHandler(new ProblemAnswers(JsonMapper.shared()))
                    .build())
            .build();

    private static WebTestClient.ResponseSpec get(String path) {
        return CLIENT.get().uri(path).exchange();
    }

    @Test
    void theRootLeadsToTheBoard() {
        get("/").expectStatus().isFound().expectHeader().location("/ui/incidents");
        get("/ui").expectStatus().isFound();
    }

    @Test
    void everyAddressBelowIsThePageWithAStrictPolicyAndIsAskedForEachTime() {
        for (String path :
                new String[] {"/ui/incidents", "/ui/incidents/acme-1", "/ui/rollouts/r-7?wave=2", "/ui/x/y/z"}) {
            get(path)
                    .expectStatus()
                    .isOk()
                    .expectHeader()
                    .valueEquals("Content-Security-Policy", PageDoors.POLICY)
                    .expectHeader()
                    .valueEquals("X-Content-Type-Options", "nosniff")
                    .expectHeader()
                    .valueEquals(HttpHeaders.CACHE_CONTROL, "no-cache")
                    .expectHeader()
                    .valueEquals(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8");
        }
    }

    @Test
    void filesAreKeptForEverAndComePackedToWhoTakesThem() {
        get(ASSETS.base() + "js/main.js")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "max-age=31536000, public, immutable")
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_TYPE, "text/javascript;charset=utf-8")
                .expectHeader()
                .doesNotExist(HttpHeaders.CONTENT_ENCODING);
        CLIENT.get()
                .uri(ASSETS.base() + "css/base.css")
                .header(HttpHeaders.ACCEPT_ENCODING, "gzip, deflate, br")
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.CONTENT_ENCODING, "gzip")
                .expectHeader()
                .valueEquals(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        get("/favicon.ico").expectStatus().isOk().expectHeader().valueEquals(HttpHeaders.CONTENT_TYPE, "image/svg+xml");
    }

    @Test
    void whatIsNotThereIsAProblemAndNotThePage() {
        get(ASSETS.base() + "js/none.js")
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.detail")
                .isNotEmpty();
        get("/ui/assets/0000000000000000/js/main.js").expectStatus().isNotFound();
        get(ASSETS.base() + "../../application.yaml").expectStatus().isNotFound();
    }
}
