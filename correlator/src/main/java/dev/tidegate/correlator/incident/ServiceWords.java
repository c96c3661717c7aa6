package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.AlertNames.Climb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which services an alert names: its own by the label {@code service}, and those its node needs by the labels in which
 * proxies name what is behind them ({@code mysql_cluster} names mysql).
 */
final class ServiceWords {
    private static final List<String> BEHIND = List.of("proxy", "backend", "upstream", "pool");
    private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]+");
    private static final int SHORTEST = 3;
    private static final int MOST = 4;

    /** Words of node names that say nothing of what runs there. */
    private static final Set<String> ANY_NODE =
            Set.of("node", "host", "server", "service", "system", "cluster", "instance", "vm", "worker", "master");

    private ServiceWords() {}

    /** The service that an alert tells the state of; empty when it tells something else. */
    static String own(Episode episode, AlertNames.Family family) {
        return family.climb() == Climb.TOGETHER ? service(episode) : "";
    }

    static List<String> leansOn(Episode episode) {
        if (episode.node().isEmpty()) {
            return List.of();
        }
        String service = service(episode);
        List<String> out = new ArrayList<>(0);
        for (String label : BEHIND) {
            for (String word : SEPARATOR.split(episode.labels().getOrEmpty(label))) {
                if (word.length() >= SHORTEST && out.size() < MOST && !word.equals(service)) {
                    out.add(word);
                }
            }
        }
        return out;
    }

    static String service(Episode episode) {
        return episode.labels().getOrEmpty("service");
    }

    /** What nodes of one sort are called: the letters their names begin with; empty when they say nothing. */
    static String role(String node) {
        int end = 0;
        while (end < node.length() && Character.isLetter(node.charAt(end))) {
            end++;
        }
        String letters = node.substring(0, end);
        return end < SHORTEST || ANY_NODE.contains(letters) ? "" : letters;
    }
}
