package dev.tidegate.rollout.engine.json;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rollouts as they are stored: {@code {"v":1,"kind":"held",…}}. What a newer release wrote is refused instead of being
 * half understood.
 */
public final class RolloutJson {
    private static final int VERSION = 1;
    private static final String VERSIONED = "v";
    private static final String KIND = "kind";
    private static final JsonMapper JSON = JsonMapper.builder()
            .addMixIn(RolloutEvent.class, Kinds.Event.class)
            .addMixIn(RolloutCommand.class, Kinds.Command.class)
            .addMixIn(RolloutReply.class, Kinds.Reply.class)
            .addMixIn(Origin.class, Kinds.From.class)
            .build();

    private RolloutJson() {}

    /** The word for the kind of an event. */
    public static String kind(RolloutEvent event) {
        return JSON.valueToTree(event).path(KIND).asString();
    }

    public static String event(RolloutEvent event) {
        return write(event);
    }

    public static RolloutEvent event(String json) {
        return read(json, RolloutEvent.class);
    }

    public static String command(RolloutCommand command) {
        return write(command);
    }

    public static RolloutCommand command(String json) {
        return read(json, RolloutCommand.class);
    }

    public static String reply(RolloutReply reply) {
        return write(reply);
    }

    public static RolloutReply reply(String json) {
        return read(json, RolloutReply.class);
    }

    public static String brief(Brief brief) {
        return write(brief);
    }

    public static Brief brief(String json) {
        return read(json, Brief.class);
    }

    private static String write(Object value) {
        ObjectNode tree = JSON.valueToTree(value);
        ObjectNode out = JSON.createObjectNode();
        out.put(VERSIONED, VERSION);
        out.setAll(tree);
        return JSON.writeValueAsString(out);
    }

    private static <T> T read(String json, Class<T> type) {
        JsonNode tree = JSON.readTree(json);
        int version = tree.path(VERSIONED).asInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("this is of version " + version + "; this release reads " + VERSION);
        }
        ((ObjectNode) tree).remove(VERSIONED);
        return Objects.requireNonNull(JSON.treeToValue(tree, type), json);
    }
}
