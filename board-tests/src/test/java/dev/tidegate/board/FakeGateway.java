package dev.tidegate.board;

import dev.tidegate.gateway.board.Assets;
import dev.tidegate.gateway.board.http.PageDoors;
import dev.tidegate.gateway.problem.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real pages over made-up facts, in the shapes of the API: what is hard to bring about at will, such as a rollout that
 * goes wrong now, and what needs people with passwords.
 */
final class FakeGateway implements AutoCloseable {
    static final String PASSWORD = "the right one";
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String SESSION = "session";

    /** Who is there: name, tenant, roles. */
    private static final Map<String, String> PEOPLE = Map.of(
            "mona", "{\"name\":\"mona\",\"tenant\":\"\",\"roles\":[\"monitor\",\"responder\"]}",
            "clara", "{\"name\":\"clara\",\"tenant\":\"acme\",\"roles\":[\"customer-approver\"]}");

    final FakeRollout rollout = new FakeRollout();
    final FakeChange change = new FakeChange();
    private final DisposableServer server;

    FakeGateway() {
        List<Door> doors = new ArrayList<>(new PageDoors(Assets.load()).doors());
        doors.add(Door.get("/api/v1/me", this::me));
        doors.add(new Door(
                "/api/v1/session",
                Map.of(HttpMethod.POST, this::signIn, HttpMethod.DELETE, this::signOut),
                java.util.Set.of()));
        doors.addAll(new FakeIncidents().doors());
        doors.addAll(rollout.doors());
        doors.addAll(change.doors());
        doors.add(Door.get("/api/v1/audit", answer(Facts.text("audit.json"))));
        doors.add(Door.get("/api/v1/audit/verify", answer("{\"sound\":true,\"records\":42,\"head\":\"cc33\"}")));
        doors.add(Door.get("/api/v2/silences", answer("[]")));
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

    static Mono<JsonNode> body(ServerRequest request) {
        return request.bodyToMono(String.class).map(JSON::readTree);
    }

    static String who(ServerRequest request) {
        return Optional.ofNullable(request.cookies().getFirst(SESSION))
                .map(HttpCookie::getValue)
                .orElse("");
    }

    private Mono<ServerResponse> me(ServerRequest request) {
        String known = PEOPLE.get(who(request));
        return known == null ? unknown("nobody is signed in") : json(known);
    }

    private Mono<ServerResponse> signIn(ServerRequest request) {
        return body(request).flatMap(asked -> {
            String name = asked.path("name").asString("");
            return PEOPLE.containsKey(name)
                            && asked.path("password").asString("").equals(PASSWORD)
                    ? ServerResponse.noContent()
                            .cookie(ResponseCookie.from(SESSION, name)
                                    .httpOnly(true)
                                    .path("/")
                                    .build())
                            .build()
                    : unknown("name and password do not belong together");
        });
    }

    private Mono<ServerResponse> signOut(ServerRequest request) {
        return ServerResponse.noContent()
                .cookie(ResponseCookie.from(SESSION, "").path("/").maxAge(0).build())
                .build();
    }

    private static Mono<ServerResponse> unknown(String detail) {
        return ServerResponse.status(401)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .bodyValue("{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"" + detail + "\"}");
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
