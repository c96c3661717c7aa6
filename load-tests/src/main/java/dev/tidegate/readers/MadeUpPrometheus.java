package dev.tidegate.readers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers like Prometheus, at once: for every node that a query names, numbers around ten that differ from one another and
 * from time to time, and for every question after the times of samples, fresh ones.
 */
final class MadeUpPrometheus implements AutoCloseable {
    private static final Pattern NODES = Pattern.compile("=~\"\\(\\?:([^)]*)\\)\"");

    private final HttpServer server;

    MadeUpPrometheus() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/", MadeUpPrometheus::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> fields =
                    fields(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] body = json(fields, exchange.getRequestURI().getPath().endsWith("_range"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String field : form.split("&", -1)) {
            int equals = field.indexOf('=');
            fields.put(
                    URLDecoder.decode(field.substring(0, Math.max(equals, 0)), StandardCharsets.UTF_8),
                    URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String json(Map<String, String> fields, boolean range) {
        String query = fields.getOrDefault("query", "");
        double from = number(fields, range ? "start" : "time");
        double end = range ? number(fields, "end") : from;
        double step = range ? number(fields, "step") : 1;
        StringBuilder series = new StringBuilder();
        for (String node : nodes(query)) {
            series.append(series.isEmpty() ? "" : ",");
            series.append("{\"metric\":{\"node\":\"").append(node).append("\"},");
            series.append(range ? "\"values\":[" : "\"value\":");
            for (double at = from; at <= end; at += step) {
                series.append(at == from ? "" : ",").append(sample(query, node, at));
            }
            series.append(range ? "]}" : "}");
        }
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"" + (range ? "matrix" : "vector") + "\",\"result\":["
                + series + "]}}";
    }

    private static String sample(String query, String node, double at) {
        long seed = 31L * query.hashCode() + node.hashCode() + Math.round(at * 1000) * 7_919;
        double value = query.contains("timestamp(") ? at - 0.1 : 10 + new SplittableRandom(seed).nextDouble();
        return String.format(Locale.ROOT, "[%.3f,\"%.6f\"]", at, value);
    }

    private static List<String> nodes(String query) {
        Matcher named = NODES.matcher(query);
        return named.find() ? Arrays.asList(named.group(1).split("\\|")) : List.of();
    }

    private static double number(Map<String, String> fields, String name) {
        return Double.parseDouble(fields.getOrDefault(name, "0"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
