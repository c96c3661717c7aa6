package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The people of the demo. Five, because no two of these parts may be played by one person.
 *
 * @param tokens by name
 */
public record Cast(Map<String, String> tokens) {
    /** Writes the change, and answers incidents. */
    public static final String AUTHOR = "ada";

    /** Approves for the support side. */
    public static final String SUPPORT = "sven";

    /** Approves for the customer side. */
    public static final String CUSTOMER = "carla";

    public static final String EXECUTOR = "emil";
    public static final String MONITOR = "mona";

    /** Whose machines the simulated fleet has. */
    public static final String TENANT = "acme";

    private static final Map<String, List<String>> ROLES = Map.of(
            AUTHOR, List.of("support-engineer", "responder"),
            SUPPORT, List.of("validator"),
            CUSTOMER, List.of("customer-approver"),
            EXECUTOR, List.of("executor"),
            MONITOR, List.of("monitor"));

    public Cast {
        tokens = Map.copyOf(tokens);
    }

    /**
     * Adds them, each with a token of their own.
     *
     * @param password of all of them; without one each gets one that nobody knows
     */
    public static Cast add(Api api, String administrator, Optional<String> password)
            throws IOException, InterruptedException, DemoFailedException {
        Map<String, String> tokens = new TreeMap<>();
        for (Map.Entry<String, List<String>> part : new TreeMap<>(ROLES).entrySet()) {
            String name = part.getKey();
            ObjectNode user = Api.JSON.createObjectNode();
            user.put("name", name).put("tenant", name.equals(CUSTOMER) ? TENANT : "");
            user.set("roles", Api.JSON.valueToTree(part.getValue()));
            password.ifPresent(chosen -> user.put("password", chosen));
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

    public String token(String name) {
        return tokens.getOrDefault(name, "");
    }
}
