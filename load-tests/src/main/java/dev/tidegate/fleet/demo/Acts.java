package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the people of the demo do to bring a change on its way, each over the API and with their own token. */
public final class Acts {
    private static final Duration NODE_TIMEOUT = Duration.ofSeconds(60);
    private static final double TOLERATED = 0.05;

    private final Api api;
    private final Cast cast;

    public Acts(Api api, Cast cast) {
        this.api = api;
        this.cast = cast;
    }

    /**
     * What a change is about.
     *
     * @param revision full commit hash in the demo's repository
     * @param selector the machines it is for
     * @param policy the health policy as YAML
     */
    public record Draft(String title, String reason, String revision, String selector, String policy) {
        /** The demo's own: more workers, on every machine that is not for trying things on. */
        public static Draft of(String revision, String policy) {
            return new Draft(
                    "Answer requests faster",
                    "customers see slow answers in the evening",
                    revision,
                    "{site=\"eu1\", staging=\"false\"}",
                    policy);
        }
    }

    /** The author writes a change that begins now. */
    public JsonNode write(Draft draft) throws IOException, InterruptedException, DemoFailedException {
        ObjectNode body = Api.JSON.createObjectNode();
        body.put("title", draft.title()).put("reason", draft.reason());
        body.set(
                "origin",
                Api.JSON
                        .createObjectNode()
                        .put("kind", "git")
                        .put("repository", "infra")
                        .put("revision", draft.revision()));
        body.set("states", Api.JSON.createArrayNode().add("service"));
        body.put("selector", draft.selector()).put("seed", 7);
        body.put("policy", draft.policy()).put("impact", "data-plane");
        body.set("tests", Api.JSON.createArrayNode().add("true"));
        body.put("start", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return api.post(cast.token(Cast.AUTHOR), "/changes", body);
    }

    /** The author has a change tried on the staging machines. */
    public void stage(String change) throws IOException, InterruptedException, DemoFailedException {
        api.post(cast.token(Cast.AUTHOR), staging(change), Api.JSON.createObjectNode());
    }

    /** How that stands. */
    public JsonNode staged(String change) throws IOException, InterruptedException, DemoFailedException {
        return api.get(cast.token(Cast.AUTHOR), staging(change));
    }

    private static String staging(String change) {
        return "/changes/" + change + "/staging";
    }

    /**
     * Somebody approves a change for a side, {@code support} or {@code customer}.
     *
     * @param change the whole of it, as it was read
     */
    public Api.Answer approve(String name, String side, JsonNode change) throws IOException, InterruptedException {
        ObjectNode answer = Api.JSON.createObjectNode();
        answer.set("hash", change.path("hash"));
        answer.set("start", change.path("content").path("start"));
        answer.put("granted", true).put("reason", "").put("side", side);
        return api.tryPost(cast.token(name), "/changes/" + change.path("id").asString("") + "/approvals", answer);
    }

    /** The executor starts an approved change's rollout. */
    public JsonNode start(JsonNode change, Duration soak)
            throws IOException, InterruptedException, DemoFailedException {
        ObjectNode body = Api.JSON.createObjectNode();
        body.set("change", change.path("id"));
        body.set("hash", change.path("hash"));
        body.put("soak", soak.toString())
                .put("nodeTimeout", NODE_TIMEOUT.toString())
                .put("tolerated", TOLERATED);
        return api.post(cast.token(Cast.EXECUTOR), "/rollouts", body);
    }
}
