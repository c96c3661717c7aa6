package dev.tidegate.fleet;

import dev.tidegate.fleet.Vitals.Vital;
import java.util.Locale;

/** What a Prometheus scrapes: every node's metrics on one page, told apart by the label {@code node}. */
final class MetricsPage {
    private MetricsPage() {}

    static String of(SimulatedFleet fleet, Vitals.Sample now) {
        StringBuilder latency = begin("request_latency_seconds", "gauge", "Median latency of the last second.");
        StringBuilder ratio =
                begin("request_error_ratio", "gauge", "Share of requests that failed in the last second.");
        StringBuilder total = begin("http_requests_total", "counter", "Requests by code.");
        StringBuilder info = begin("node_revision_info", "gauge", "The revision that a node has.");
        now.nodes().forEach((name, vital) -> {
            SimulatedNode node = fleet.node(name);
            line(latency, "request_latency_seconds", labels(node, ""), vital.latency());
            line(ratio, "request_error_ratio", labels(node, ""), vital.errors());
            requests(total, node, vital);
            line(info, "node_revision_info", labels(node, ",revision=\"" + node.revision() + "\""), 1);
        });
        return latency.append(ratio).append(total).append(info).toString();
    }

    private static void requests(StringBuilder total, SimulatedNode node, Vital vital) {
        line(total, "http_requests_total", labels(node, ",code=\"500\""), vital.failed());
        line(total, "http_requests_total", labels(node, ",code=\"200\""), vital.requests() - vital.failed());
    }

    private static String labels(SimulatedNode node, String more) {
        return "node=\"%s\",role=\"%s\"%s".formatted(node.name(), node.role(), more);
    }

    private static StringBuilder begin(String name, String type, String help) {
        return new StringBuilder("# HELP " + name + " " + help + "\n# TYPE " + name + " " + type + "\n");
    }

    private static void line(StringBuilder page, String name, String labels, double value) {
        page.append(name).append('{').append(labels).append("} ");
        page.append(String.format(Locale.ROOT, "%.6f", value)).append('\n');
    }
}
