package dev.tidegate.correlator.incident;

import java.util.List;
import java.util.Map;

/** Nodes as a title names them: {@code on 3 controllers (ctl01, ctl02, ctl03)}. */
final class NodeWords {
    private static final int NAMED = 3;

    /** What the letters at the start of a node's name mean where the usual abbreviations are used. */
    private static final Map<String, String> ROLES = Map.ofEntries(
            Map.entry("ctl", "controllers"),
            Map.entry("cmp", "compute nodes"),
            Map.entry("dbs", "databases"),
            Map.entry("msg", "message queues"),
            Map.entry("kvm", "hypervisors"),
            Map.entry("osd", "storage nodes"),
            Map.entry("gtw", "gateways"),
            Map.entry("prx", "proxies"),
            Map.entry("vm", "virtual machines"));

    private NodeWords() {}

    /**
     * @param first the first of the nodes by name
     * @param count how many there are
     */
    static String on(String head, List<String> first, int count) {
        if (count == 0) {
            return "";
        }
        if (count == 1) {
            return " on " + first.getFirst();
        }
        List<String> named = first.subList(0, Math.min(NAMED, first.size()));
        String names = String.join(", ", named);
        String more = count > named.size() ? " and " + (count - named.size()) + " more" : "";
        String of = head.isEmpty() ? "" : " on " + head + ",";
        // a head that is one node among many says where it is; the aggregate of a service speaks for all of them
        return of + (of.isEmpty() ? " on " : " with ") + count + " " + role(first) + " (" + names + more + ")";
    }

    /**
     * Whether a node is called by a place and what it is there, as {@code pdu-r02} is. What bears a number besides is one
     * of many in the place: {@code r02-cmp07} is a host.
     */
    static boolean isDeviceOf(String node, String place) {
        int at = node.indexOf(place);
        int end = at + place.length();
        if (at < 0 || at > 0 && isWord(node.charAt(at - 1)) || end < node.length() && isWord(node.charAt(end))) {
            return false;
        }
        for (int i = 0; i < node.length(); i++) {
            if ((i < at || i >= end) && Character.isDigit(node.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    private static String role(List<String> nodes) {
        String letters = letters(nodes.getFirst());
        for (String node : nodes) {
            if (!letters(node).equals(letters)) {
                return "nodes";
            }
        }
        return ROLES.getOrDefault(letters, "nodes");
    }

    private static String letters(String node) {
        int end = 0;
        while (end < node.length() && Character.isLetter(node.charAt(end))) {
            end++;
        }
        return node.substring(0, end);
    }
}
