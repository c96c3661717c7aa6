package dev.tidegate.correlator.policy.json;

import dev.tidegate.correlator.policy.Policy;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies to JSON and back. Durations are ISO-8601 ({@code PT5M}). What a document leaves out has the shipped value, and
 * what it says beyond what is known here is passed over, so that neighbouring releases read each other's.
 */
public final class PolicyJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().addModule(new MatchersModule()).build();

    private PolicyJson() {}

    public static String write(Policy policy) {
        return MAPPER.writeValueAsString(policy);
    }

    /** Throws IllegalArgumentException, saying where and what is wrong, when the text is no policy. */
    public static Policy read(String json) {
        try {
            if (!(MAPPER.readTree(json) instanceof ObjectNode given)) {
                throw new IllegalArgumentException("a policy is a JSON object");
            }
            ObjectNode whole = MAPPER.valueToTree(Policy.DEFAULT);
            overlay(whole, given);
            return MAPPER.treeToValue(whole, Policy.class);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a policy: " + e.getOriginalMessage(), e);
        }
    }

    /** Objects are merged name by name; anything else, lists too, is replaced. */
    private static void overlay(ObjectNode base, ObjectNode given) {
        given.forEachEntry((name, value) -> {
            JsonNode known = base.get(name);
            if (known instanceof ObjectNode inner && value instanceof ObjectNode object) {
                overlay(inner, object);
            } else if (!value.isNull()) {
                base.set(name, value);
            }
        });
    }
}
