package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The short way asks the guard, and nobody gets around him by it. */
class FrontDoorTest {
    private final List<String> went = new CopyOnWriteArrayList<>();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .handle(new ReactorHttpHandlerAdapter(WebHttpHandlerBuilder.webHandler(this::longWay)
                    .filter(new FrontDoor(this::guard, Map.of("/api/v2/alerts", this::door)))
                    .build()))
            .bindNow();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.disposeNow();
        client.close();
    }

    private Mono<Void> guard(ServerWebExchange exchange, WebFilterChain chain) {
        went.add("guard");
        if (exchange.getRequest().getHeaders().containsHeader("X-Known")) {
            return chain.filter(
                    exchange.mutate().principal(Mono.just(() -> "sender")).build());
        }
        exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
        return exchange.getResponse().setComplete();
    }

    private Mono<ServerResponse> door(ServerRequest request) {
        return request.principal().flatMap(who -> {
            went.add("door for " + who.getName());
            return ServerResponse.badRequest().bodyValue("said");
        });
    }

    private Mono<Void> longWay(ServerWebExchange exchange) {
        went.add("long way");
        exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
        return exchange.getResponse().setComplete();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_known_sender_comes_to_the_door_with_his_name() throws Exception {
        HttpResponse<String> answer = send("POST", "/api/v2/alerts", "X-Known", "yes");

        assertThat(went).containsExactly("guard", "door for sender");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("said");
    }

    @Test
    void who_is_not_known_does_not_see_the_door() throws Exception {
        assertThat(send("POST", "/api/v2/alerts").statusCode()).isEqualTo(401);
        assertThat(went).containsExactly("guard");
    }

    @Test
    void everything_else_goes_the_long_way() throws Exception {
        send("GET", "/api/v2/alerts");
        send("POST", "/api/v2/alerts/");
        send("POST", "/api/v2//alerts");
        send("POST", "/api/v2/alerts;x=y");
        send("POST", "/api/v2/silences");

        assertThat(went).hasSize(5).containsOnly("long way");
    }
}
