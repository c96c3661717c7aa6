package dev.tidegate.model;

import java.util.List;

/**
 * Which labels name the node an alert is about, most telling first.
 *
 * <p>The default asks {@code host}, then {@code node}, then {@code instance}: where the first two are there they name the
 * subject, while {@code instance} names the scrape target, which for exporters that speak for others (kube-state-metrics,
 * blackbox) is somebody else. A trailing {@code :port} is cut, so that two exporters on a host are one node.
 */
public record NodeIdentity(List<String> labels) {
    public static final NodeIdentity DEFAULT = new NodeIdentity(List.of("host", "node", "instance"));

    public NodeIdentity {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("at least one label must name the node");
        }
    }

    /** The node's name, or empty when no label names one. */
    public String of(Labels alert) {
        for (String label : labels) {
            String value = alert.get(label);
            if (value != null) {
                return withoutPort(value);
            }
        }
        return "";
    }

    /** A name or address without a trailing {@code :port}. */
    public static String withoutPort(String address) {
        int colon = address.lastIndexOf(':');
        if (colon <= 0 || colon == address.length() - 1) {
            return address;
        }
        for (int i = colon + 1; i < address.length(); i++) {
            if (address.charAt(i) < '0' || address.charAt(i) > '9') {
                return address;
            }
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.indexOf(':') >= 0 ? address : host; // a bare IPv6 address has no port
    }
}
