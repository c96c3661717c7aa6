package dev.tidegate.fleet.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the demo as a gateway does; each look at the rollout finds it a step further. */
final class FakeGateway implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final List<String> calls = new ArrayList<>();
    private final List<JsonNode> steps;
    private int looks;

    /** @param steps phase, wave, and the states of waves' nodes such as {@code proven,untouched,untouched} */
    FakeGateway(List<String> steps) throws IOException {
        this.steps = steps.stream().map(FakeGateway::rollout).toList();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method, path and whose token. */
    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
            String who = exchange.getRequestHeaders().getFirst("Authorization").replace("Bearer ", "");
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean post = exchange.getRequestMethod().equals("POST");
            synchronized (this) {
                calls.add(exchange.getRequestMethod() + " " + path + " " + who);
            }
            send(exchange, post && path.endsWith("/approvals") && who.equals("of-ada") ? 409 : 200, reply(path, body));
        }
    }

    private String reply(String path, String body) {
        return switch (path) {
            case "/users", "/rollouts/r1/monitor" -> "{}";
            case "/tokens" ->
                "{\"token\":\"of-" + JSON.readTree(body).path("user").stringValue() + "\"}";
            case "/changes" ->
                "{\"id\":\"c1\",\"hash\":\"cafe\",\"content\":{\"start\":\"2026-01-01T00:00:00Z\"},"
                        + "\"risk\":{\"score\":0.1},\"plan\":{\"waves\":[{\"number\":1,\"nodes\":[\"a\"],\"missed\":{\"10%\":0.9}}]}}";
            case "/changes/c1/staging" -> "{\"state\":\"passed\",\"reason\":\"healthy\"}";
            case "/changes/c1/approvals" -> "{\"state\":\"approved\",\"detail\":\"nobody approves their own change\"}";
            case "/rollouts" -> "{\"id\":\"r1\"}";
            case "/rollouts/r1" -> step().toString();
            case "/rollouts/r1/health" ->
                "{\"event\":\"verdict\",\"id\":\"0.2\",\"data\":{\"wave\":1,\"verdict\":{\"verdict\":\"healthy\",\"reason\":\"all is well\"}}}\n";
            case "/rollouts/r1/story" -> "{\"text\":\"it began\\nit ended\"}";
            case "/audit" ->
                "{\"records\":[{\"number\":1,\"at\":\"t\",\"actor\":\"emil\",\"action\":\"rollout.start\"}]}";
            case "/audit/verify" -> "{\"sound\":true,\"records\":1,\"head\":\"beef\"}";
            default -> "{\"detail\":\"unknown " + path + "\"}";
        };
    }

    private synchronized JsonNode step() {
        return steps.get(Math.min(looks++, steps.size() - 1));
    }

    private static JsonNode rollout(String step) {
        String[] parts = step.split(" ");
        ArrayNode waves = JSON.createArrayNode();
        for (String state : parts[2].split(",")) {
            ObjectNode node =
                    JSON.createObjectNode().put("name", "n" + waves.size()).put("state", state);
            ObjectNode wave = JSON.createObjectNode();
            wave.set("nodes", JSON.createArrayNode().add(node));
            waves.add(wave);
        }
        ObjectNode rollout = JSON.createObjectNode().put("phase", parts[0]).put("wave", Integer.parseInt(parts[1]));
        rollout.set("waves", waves);
        return rollout;
    }

    private static void send(HttpExchange exchange, int status, String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
