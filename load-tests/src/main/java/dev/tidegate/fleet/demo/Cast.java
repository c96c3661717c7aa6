package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The people of the demo. Five, because no two of these parts may be played by one person.
 *
 * @param tokens by name
 */
record Cast(Map<String, String> tokens) {
    static final String AUTHOR = "ada";
    static final String SUPPORT = "sven";
    static final String CUSTOMER = "carla";
    static final String EXECUTOR = "emil";
    static final String MONITOR = "mona";

    /** Whose machines the simulated fleet has. */
    static final String TENANT = "acme";

    private static final Map<String, String> ROLES = Map.of(
            AUTHOR, "support-engineer",
            SUPPORT, "validator",
            CUSTOMER, "customer-approver",
            EXECUTOR, "executor",
            MONITOR, "monitor");

    /** Adds them, each with a token of their own. */
    static Cast add(Api api, String administrator) throws IOException, InterruptedException, DemoFailedException {
        Map<String, String> tokens = new TreeMap<>();
        for (Map.Entry<String, String> part : new TreeMap<>(ROLES).entrySet()) {
            String name = part.getKey();
            ObjectNode user = Api.JSON.createObjectNode();
            user.put("name", name).put("tenant", name.equals(CUSTOMER) ? TENANT : "");
            user.set("roles", Api.JSON.createArrayNode().add(part.getValue()));
            Api.Answer added = api.tryPost(administrator, "/users", user);
            // who is there already, from an earlier demo on the same data, is the same person
            if (!added.isGood() && added.status() != 409) {
                throw new DemoFailedException("adding " + name + " was answered with " + added.words());
            }
            JsonNode token = api.post(
                    administrator,
                    "/tokens",
                    Api.JSON.createObjectNode().put("user", name).put("name", "demo"));
            tokens.put(name, token.path("token").asString(""));
        }
        return new Cast(tokens);
    }

    String token(String name) {
        return tokens.getOrDefault(name, "");
    }
}
