package dev.tidegate.rollout.target.salt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Nodes that do not answer, and what they say when asked whether the job runs. One look proves nothing: an answer may be on
 * its way, or a minion restarts. What is seen several times in a row is taken for true.
 */
final class Suspects {
    /** How often in a row a node is silent before it counts as unreachable. */
    static final int SILENT = 2;
    /** How often in a row a living node does not run the job before its answer counts as lost. */
    static final int IDLE = 3;

    /** What came out. */
    record Found(List<String> unreachable, List<String> lost) {}

    private enum Look {
        RUNNING,
        IDLE,
        SILENT
    }

    private record Seen(Look look, int times) {}

    private final Map<String, Seen> seen = new HashMap<>();

    /** Takes the answer to saltutil.find_job for those who have not answered the job itself. */
    Found note(List<String> nodes, JsonNode answer) {
        List<String> unreachable = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (String node : nodes) {
            Look look = look(answer.path(node));
            Seen before = seen.getOrDefault(node, new Seen(look, 0));
            Seen now = new Seen(look, before.look() == look ? before.times() + 1 : 1);
            seen.put(node, now);
            if (look == Look.SILENT && now.times() >= SILENT) {
                unreachable.add(node);
            } else if (look == Look.IDLE && now.times() >= IDLE) {
                lost.add(node);
            }
        }
        return new Found(unreachable, lost);
    }

    /** Silent minions are false, strings, or left out. */
    private static Look look(JsonNode said) {
        if (!said.isObject()) {
            return Look.SILENT;
        }
        return said.isEmpty() ? Look.IDLE : Look.RUNNING;
    }
}
