package dev.tidegate.fleet;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A salt-api (rest_cherrypy) before a simulated fleet. It answers as a real one of Salt 3006 did when it was recorded, its
 * oddities included: pages of HTML for errors, errors inside 200, tokens that a restart forgets, events that nobody repeats.
 */
public final class SaltApi implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> CLIENTS = Set.of("local", "local_async", "runner");
    /** Events that wait for a slow reader; more are dropped. */
    private static final int WAITING = 10_000;

    private final SimulatedFleet fleet;
    private final SaltJobs jobs = new SaltJobs();
    private final SaltFunctions functions;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private volatile boolean muted;
    private volatile Duration delay = Duration.ZERO;
    private Web web;

    /** @param port 0 takes a free one */
    public SaltApi(SimulatedFleet fleet, int port) throws IOException {
        this(fleet, port, OrderBook.NONE);
    }

    /** @param book gets what nodes are told */
    SaltApi(SimulatedFleet fleet, int port, OrderBook book) throws IOException {
        this.fleet = fleet;
        this.functions = new SaltFunctions(fleet, jobs, book);
        this.web = new Web(port, this::answer);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + web.port());
    }

    /** How often a job was sent, repetitions included. */
    public int sent() {
        return started.get();
    }

    /** From now on event streams are open and silent, as a lossy bus is. */
    public void mute() {
        muted = true;
    }

    /** From now on nodes are told at once, and who sent the job hears of it so much later. */
    public void delay(Duration by) {
        delay = by;
    }

    /** It is away, and its tokens are forgotten. */
    public synchronized void stop() {
        web.close();
        tokens.clear();
    }

    /** It is back on its port. */
    public synchronized void start() throws IOException {
        web = new Web(web.port(), this::answer);
    }

    @Override
    public void close() {
        web.close();
    }

    private void answer(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/login")) {
            login(exchange);
            return;
        }
        String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
        if (token == null || !tokens.contains(token)) {
            page(exchange, 401, "Unauthorized", "No permission -- see authorization schemes");
        } else if (path.equals("/events")) {
            events(exchange);
        } else if (path.startsWith("/jobs/")) {
            ObjectNode answer = JSON.createObjectNode();
            answer.set("info", JSON.createArrayNode().add(jobs.list(path.substring("/jobs/".length()))));
            json(exchange, answer);
        } else if (exchange.getRequestMethod().equals("POST")) {
            lowstates(exchange);
        } else {
            json(exchange, JSON.createObjectNode().put("return", "Welcome"));
        }
    }

    private void login(HttpExchange exchange) throws IOException {
        JsonNode given = JSON.readTree(exchange.getRequestBody());
        String user = given.path("username").asString("");
        @Nullable String password = fleet.spec().users().get(user);
        if (password == null || !password.equals(given.path("password").asString(""))) {
            page(exchange, 401, "Unauthorized", "Could not authenticate using provided credentials");
            return;
        }
        String token = UUID.randomUUID().toString().replace("-", "");
        tokens.add(token);
        ObjectNode granted = JSON.createObjectNode().put("token", token).put("user", user);
        ObjectNode answer = JSON.createObjectNode();
        answer.set("return", JSON.createArrayNode().add(granted));
        exchange.getResponseHeaders().set("X-Auth-Token", token);
        json(exchange, answer);
    }

    private void lowstates(HttpExchange exchange) throws IOException, InterruptedException {
        JsonNode given;
        try {
            given = JSON.readTree(exchange.getRequestBody());
        } catch (JacksonException e) {
            page(exchange, 400, "Bad Request", "Invalid JSON document");
            return;
        }
        ArrayNode answers = JSON.createArrayNode();
        for (JsonNode lowstate : given) {
            String client = lowstate.path("client").asString("");
            if (!CLIENTS.contains(client)) {
                page(
                        exchange,
                        400,
                        "Bad Request",
                        "Client disabled: '" + client
                                + "'. Add to 'netapi_enable_clients' master config option to enable.");
                return;
            }
            answers.add(run(client, lowstate));
        }
        ObjectNode answer = JSON.createObjectNode();
        answer.set("return", answers);
        json(exchange, answer);
    }

    private JsonNode run(String client, JsonNode lowstate) throws InterruptedException {
        return switch (client) {
            case "local" -> functions.local(lowstate);
            case "local_async" -> {
                started.incrementAndGet();
                JsonNode answer = functions.async(lowstate);
                Thread.sleep(delay);
                yield answer;
            }
            default -> runner(lowstate);
        };
    }

    private JsonNode runner(JsonNode lowstate) {
        JsonNode kwarg = lowstate.path("kwarg");
        return switch (lowstate.path("fun").asString("")) {
            case "jobs.list_job" -> jobs.list(kwarg.path("jid").asString(""));
            case "jobs.list_jobs" -> jobs.search(kwarg.path("search_metadata"));
            case "manage.status" -> status();
            default -> JSON.getNodeFactory().stringNode("Exception occurred in runner: no such function");
        };
    }

    private JsonNode status() {
        ObjectNode status = JSON.createObjectNode();
        Map<Boolean, ArrayNode> sides = Map.of(true, JSON.createArrayNode(), false, JSON.createArrayNode());
        for (SimulatedNode node : fleet.nodes()) {
            ArrayNode side = sides.get(node.isAlive());
            if (side != null) {
                side.add(node.name());
            }
        }
        sides.forEach((alive, names) -> status.set(alive ? "up" : "down", names));
        return status;
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        LinkedBlockingQueue<String> waiting = new LinkedBlockingQueue<>(WAITING);
        Runnable end = jobs.listen((tag, data) -> {
            ObjectNode event = JSON.createObjectNode();
            event.set("data", data);
            event.put("tag", tag);
            // a full queue drops: the bus promises nothing
            boolean unused = !muted && waiting.offer("tag: " + tag + "\ndata: " + event + "\n\n");
        });
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, "retry: 400\n\n");
            while (!Thread.currentThread().isInterrupted()) {
                @Nullable String event = waiting.poll(1, TimeUnit.MINUTES);
                if (event != null) {
                    write(out, event);
                }
            }
        } finally {
            end.run();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void json(HttpExchange exchange, JsonNode answer) throws IOException {
        Web.send(exchange, 200, "application/json", answer.toString());
    }

    private static void page(HttpExchange exchange, int status, String title, String words) throws IOException {
        String escaped = words.replace("&", "&amp;").replace("<", "&lt;");
        Web.send(exchange, status, "text/html;charset=utf-8", """
                <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
                <html><body>
                        <h2>%d %s</h2>
                        <p>%s</p>
                </body></html>
                """.formatted(status, title, escaped));
    }
}
