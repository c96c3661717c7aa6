package dev.tidegate.fleet;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * Breaks a simulated fleet from outside, and mends it:
 *
 * <pre>
 * POST /salt/stop · /salt/start · /salt/delay/MILLISECONDS     an order is told to nodes at once, and answered so much later
 * POST /nodes/NAME/die · /nodes/NAME/revive · /nodes/NAME/become/REVISION
 * GET  /nodes
 * </pre>
 */
final class FleetControl implements AutoCloseable {
    private final SimulatedFleet fleet;
    private final SaltApi salt;
    private final Web web;

    /** @param port 0 takes a free one */
    FleetControl(SimulatedFleet fleet, SaltApi salt, int port) throws IOException {
        this.fleet = fleet;
        this.salt = salt;
        this.web = new Web(port, this::answer);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + web.port());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("GET") && path.equals("/nodes")) {
            Web.send(exchange, 200, "application/json", nodes().toString());
            return;
        }
        try {
            obey(List.of(path.substring(1).split("/", -1)));
            Web.send(exchange, 200, "text/plain", "done\n");
        } catch (IllegalArgumentException wrong) {
            Web.send(exchange, 400, "text/plain", wrong.getMessage() + "\n");
        }
    }

    private void obey(List<String> words) throws IOException {
        if (words.getFirst().equals("salt") && words.size() > 1) {
            salt(words);
        } else if (words.getFirst().equals("nodes") && words.size() > 2) {
            node(words);
        } else {
            throw unknown(words);
        }
    }

    private void salt(List<String> words) throws IOException {
        switch (words.get(1)) {
            case "stop" -> salt.stop();
            case "start" -> salt.start();
            case "delay" -> salt.delay(Duration.ofMillis(Long.parseLong(words.getLast())));
            default -> throw unknown(words);
        }
    }

    private void node(List<String> words) {
        SimulatedNode node = fleet.node(words.get(1));
        switch (words.get(2)) {
            case "die" -> node.die();
            case "revive" -> node.revive();
            case "become" -> node.become(words.getLast());
            default -> throw unknown(words);
        }
    }

    private static IllegalArgumentException unknown(List<String> words) {
        return new IllegalArgumentException("nothing is known of /" + String.join("/", words));
    }

    private ArrayNode nodes() {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        fleet.nodes()
                .forEach(node -> all.addObject()
                        .put("name", node.name())
                        .put("rack", node.rack())
                        .put("revision", node.revision())
                        .put("runs", node.runs())
                        .put("alive", node.isAlive())
                        .put("staging", node.isStaging()));
        return all;
    }

    @Override
    public void close() {
        web.close();
    }
}
