package dev.tidegate.fleet;

import dev.tidegate.fleet.Vitals.Sample;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the demo's own queries as a Prometheus would, for machines that have none. It knows two metrics, each as a plain
 * selector of nodes or as the time of its newest samples, and says so when it is asked anything else.
 */
final class Queries {
    private static final long LOOK_BACK = 300_000;
    private static final String SELECTOR = "(request_latency_seconds|request_error_ratio)\\{node=~\"([^\"]*)\"\\}";
    private static final Pattern VALUE = Pattern.compile(SELECTOR);
    private static final Pattern TIME = Pattern.compile("max by \\(node\\) \\(timestamp\\(" + SELECTOR + "\\)\\)");
    /** How many times a range may have. */
    private static final int MOST = 11_000;

    private final Vitals vitals;

    Queries(Vitals vitals) {
        this.vitals = vitals;
    }

    /** The body of an answer to a form; throws IllegalArgumentException for what it does not know. */
    String answer(String path, String body) {
        Map<String, String> form = form(body);
        String query = form.getOrDefault("query", "").strip();
        Matcher value = VALUE.matcher(query);
        Matcher time = TIME.matcher(query);
        boolean times = time.matches();
        if (!times && !value.matches()) {
            throw new IllegalArgumentException("this simulated server does not know the query " + query);
        }
        String metric = times ? time.group(1) : value.group(1);
        Pattern nodes = Pattern.compile((times ? time.group(2) : value.group(2)).replace("\\\\", "\\"));
        if (path.endsWith("/query_range")) {
            return range(metric, nodes, times, form);
        }
        double at = seconds(form, "time");
        List<String> series = new ArrayList<>();
        points(metric, nodes, times, at)
                .forEach((node, number) -> series.add("{\"metric\":%s,\"value\":[%s,\"%s\"]}"
                        .formatted(labels(metric, node, times), text(at), number)));
        return data("vector", series);
    }

    private String range(String metric, Pattern nodes, boolean times, Map<String, String> form) {
        double start = seconds(form, "start");
        double end = seconds(form, "end");
        double step = seconds(form, "step");
        if (!(step > 0) || (end - start) / step > MOST) {
            throw new IllegalArgumentException("exceeded maximum resolution of " + MOST + " points per timeseries");
        }
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = 0; start + i * step <= end + 1e-9; i++) {
            double at = start + i * step;
            points(metric, nodes, times, at)
                    .forEach((node, number) -> values.computeIfAbsent(node, unused -> new ArrayList<>())
                            .add("[%s,\"%s\"]".formatted(text(at), number)));
        }
        List<String> series = new ArrayList<>();
        values.forEach((node, points) -> series.add(
                "{\"metric\":%s,\"values\":[%s]}".formatted(labels(metric, node, times), String.join(",", points))));
        return data("matrix", series);
    }

    private Map<String, String> points(String metric, Pattern nodes, boolean times, double at) {
        Map<String, String> points = new LinkedHashMap<>();
        for (Sample sample : vitals.at(Math.round(at * 1000), LOOK_BACK)) {
            sample.nodes().forEach((node, vital) -> {
                if (nodes.matcher(node).matches()) {
                    double number = metric.equals("request_error_ratio") ? vital.errors() : vital.latency();
                    points.put(node, text(times ? sample.atMillis() / 1000.0 : number));
                }
            });
        }
        return points;
    }

    private static String labels(String metric, String node, boolean times) {
        return times
                ? "{\"node\":\"%s\"}".formatted(node)
                : "{\"__name__\":\"%s\",\"node\":\"%s\"}".formatted(metric, node);
    }

    private static String data(String type, List<String> series) {
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":[%s]}}"
                .formatted(type, String.join(",", series));
    }

    private static double seconds(Map<String, String> form, String name) {
        String text = form.getOrDefault(name, "");
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be seconds, not \"" + text + "\"", e);
        }
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.6f", number);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }
}
