package dev.tidegate.rollout.target.salt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The master's job list, which is the truth about jobs, and what nodes themselves say about one. */
final class Jobs {
    /**
     * A job that the master knows.
     *
     * @param minions whom it was sent to, dead ones included; those whose key the master does not have are missing
     * @param answers of those who have answered
     * @param order whose it is by its metadata; empty when it has none
     */
    record Job(String jid, List<String> minions, Map<String, JsonNode> answers, Optional<String> order) {}

    private final SaltCalls calls;
    private final Duration within;

    Jobs(SaltCalls calls, Duration within) {
        this.calls = calls;
        this.within = within;
    }

    /** Empty when there is no job of this id. */
    Mono<Optional<Job>> list(String jid) {
        return calls.runner("jobs.list_job", Map.of("kwarg", Map.of("jid", jid)))
                .map(Jobs::job);
    }

    /** Ids of an order's jobs by the number of its part. */
    Mono<Map<Integer, String>> search(String order) {
        return calls.runner("jobs.list_jobs", Map.of("kwarg", Map.of("search_metadata", Map.of("tidegate", order))))
                .map(found -> {
                    Map<Integer, String> jids = new LinkedHashMap<>();
                    found.properties().forEach(job -> {
                        JsonNode metadata = job.getValue().path("Metadata");
                        // a master that does not know the search gives all jobs it has
                        if (metadata.path("tidegate").asString("").equals(order)) {
                            jids.put(metadata.path("part").asInt(0), job.getKey());
                        }
                    });
                    return jids;
                });
    }

    /** What nodes say about a job: an object with its pid, an empty one, or false and strings from those that are dead. */
    Mono<JsonNode> ask(String jid, List<String> nodes) {
        return calls.local(nodes, "saltutil.find_job", Map.of("arg", List.of(jid)), within);
    }

    private static Optional<Job> job(JsonNode answer) {
        if (answer.has("Error") || !answer.has("Function")) {
            return Optional.empty();
        }
        List<String> minions = new ArrayList<>();
        answer.path("Minions").forEach(minion -> minions.add(minion.asString("")));
        Map<String, JsonNode> answers = new LinkedHashMap<>();
        answer.path("Result").properties().forEach(entry -> answers.put(entry.getKey(), entry.getValue()));
        Optional<String> order = Optional.of(
                        answer.path("Metadata").path("tidegate").asString(""))
                .filter(name -> !name.isEmpty());
        return Optional.of(new Job(answer.path("jid").asString(""), minions, answers, order));
    }
}
