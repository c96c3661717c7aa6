package dev.tidegate.rollout.target.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidegate.rollout.target.Orders;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A receiver that keeps the contract of docs/targets.md, over three nodes. */
final class FakeWebhook implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final Map<String, String> revisions = new TreeMap<>();
    private final Map<String, Integer> runs = new TreeMap<>();
    private final Map<String, JsonNode> orders = new TreeMap<>();
    private final Set<String> dead = new TreeSet<>();
    private final List<String> signatures = new ArrayList<>();

    FakeWebhook() throws IOException {
        for (String node : List.of("n1", "n2", "n3")) {
            revisions.put(node, Orders.FORMER);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook/", this::answer);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    synchronized void kill(String node) {
        dead.add(node);
    }

    synchronized int runs(String node) {
        return runs.getOrDefault(node, 0);
    }

    /** What calls were signed with, method and path before each. */
    synchronized List<String> signatures() {
        return List.copyOf(signatures);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/hook".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            signatures.add(exchange.getRequestMethod() + " " + path + " " + body + " "
                    + exchange.getRequestHeaders().getFirst("Tidegate-Signature"));
            if (path.equals("/orders")) {
                take(exchange, JSON.readTree(body));
            } else if (path.startsWith("/orders/")) {
                tell(exchange, path.substring("/orders/".length()));
            } else {
                each(exchange, JSON.readTree(body), path.equals("/tests"));
            }
        }
    }

    private void take(HttpExchange exchange, JsonNode order) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (orders.putIfAbsent(key, order) == null) {
            order.path("nodes")
                    .forEach(node ->
                            bring(node.stringValue(), order.path("revision").stringValue()));
        }
        send(exchange, 202, JSON.createObjectNode().put("job", "job-of-" + key));
    }

    private void bring(String node, String revision) {
        if (!dead.contains(node)) {
            revisions.put(node, revision);
            runs.merge(node, 1, Integer::sum);
        }
    }

    private void tell(HttpExchange exchange, String id) throws IOException {
        JsonNode order = orders.get(id);
        if (order == null) {
            send(exchange, 404, JSON.createObjectNode());
            return;
        }
        ObjectNode state = JSON.createObjectNode().put("job", "job-of-" + id);
        ArrayNode nodes = JSON.createArrayNode();
        for (JsonNode node : order.path("nodes")) {
            boolean lost = dead.contains(node.stringValue());
            nodes.add(JSON.createObjectNode()
                    .put("node", node.stringValue())
                    .put("state", lost ? "unreachable" : "succeeded")
                    .put("detail", lost ? "no route" : "done"));
        }
        state.set("nodes", nodes);
        send(exchange, 200, state);
    }

    private void each(HttpExchange exchange, JsonNode asked, boolean test) throws IOException {
        ArrayNode nodes = JSON.createArrayNode();
        for (JsonNode node : asked.path("nodes")) {
            String name = node.stringValue();
            if (dead.contains(name)) {
                continue; // left out, as a careless receiver does
            }
            ObjectNode one = JSON.createObjectNode().put("node", name);
            if (test) {
                one.put("passed", asked.path("command").stringValue().equals("true"))
                        .put("output", "");
            } else {
                one.put("revision", revisions.get(name));
            }
            nodes.add(one);
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("nodes", nodes);
        send(exchange, 200, answer);
    }

    private static void send(HttpExchange exchange, int status, JsonNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
