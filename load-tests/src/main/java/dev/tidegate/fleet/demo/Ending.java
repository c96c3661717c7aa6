package dev.tidegate.fleet.demo;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Whether a rollout ended as it should. */
final class Ending {
    private Ending() {}

    /** Says how it ended; throws when it should have ended otherwise. */
    static String judge(JsonNode rollout, boolean good) throws DemoFailedException {
        String phase = rollout.path("phase").asString("");
        Map<String, Integer> nodes = Progress.counts(rollout);
        int all = nodes.values().stream().mapToInt(Integer::intValue).sum();
        int proven = nodes.getOrDefault("proven", 0);
        if (good) {
            if (!phase.equals("done") || proven < all) {
                throw new DemoFailedException("a good rollout ended as " + phase + " with " + nodes);
            }
            return "%d of %d nodes are proven to have the revision".formatted(proven, all);
        }
        JsonNode third = rollout.path("waves").path(2).path("nodes");
        int untouched = 0;
        for (JsonNode node : third) {
            untouched += node.path("state").asString("").equals("untouched") ? 1 : 0;
        }
        if (!phase.equals("pulled-back") || untouched == 0 || untouched != third.size() || proven > 0) {
            throw new DemoFailedException("a bad rollout ended as " + phase + " with " + nodes);
        }
        return "it was pulled back by itself, and the %d nodes of the third wave were never touched"
                .formatted(untouched);
    }
}
