package dev.tidegate.rollout.review.gerrit;

import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Lines of Gerrit's stream of events, as its SSH command and its Kafka plugin write them. */
final class GerritEvents {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** Those after which review may stand otherwise. */
    private static final Set<String> TELLING = Set.of(
            "patchset-created",
            "comment-added",
            "vote-deleted",
            "change-merged",
            "change-abandoned",
            "change-restored",
            "change-deleted",
            "wip-state-changed",
            "private-state-changed");

    private GerritEvents() {}

    /** The number of a change of this project whose review an event may have changed; empty for all other lines. */
    static Set<Integer> change(String line, String project) {
        try {
            JsonNode event = JSON.readTree(line);
            JsonNode change = event.path("change");
            int number = change.path("number").asInt(0);
            return TELLING.contains(event.path("type").asString(""))
                            && change.path("project").asString("").equals(project)
                            && number > 0
                    ? Set.of(number)
                    : Set.of();
        } catch (JacksonException broken) {
            return Set.of();
        }
    }
}
