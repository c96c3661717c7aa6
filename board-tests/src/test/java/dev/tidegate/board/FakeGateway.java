package dev.tidegate.board;

import dev.tidegate.gateway.board.Assets;
import dev.tidegate.gateway.board.http.PageDoors;
import dev.tidegate.gateway.problem.Door;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * The real pages over made-up facts, in the shapes of the API, for what cannot be brought about at will: very many incidents,
 * and a rollout in which everything is at odds at once. A monitor looks at it.
 */
final class FakeGateway implements AutoCloseable {
    private static final String MONA = """
        {"name":"mona","tenant":"","roles":["monitor","responder"]}\
        """;

    private final DisposableServer server;

    FakeGateway() {
        List<Door> doors = new ArrayList<>(new PageDoors(Assets.load()).doors());
        doors.add(Door.get("/api/v1/me", answer(MONA)));
        doors.addAll(new FakeIncidents().doors());
        doors.addAll(new FakeRollout().doors());
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(Door.open(doors))))
                .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    static HandlerFunction<ServerResponse> answer(String json) {
        return request -> json(json);
    }

    static Mono<ServerResponse> json(String json) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(json);
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
