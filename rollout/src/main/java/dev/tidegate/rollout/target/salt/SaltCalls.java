package dev.tidegate.rollout.target.salt;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.http.Calls;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One lowstate at a time, through salt-api; gives what is in its answer's list. */
final class SaltCalls {
    static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json", "Accept", "application/json");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Calls calls;
    private final Session session;

    SaltCalls(Calls calls, Session session) {
        this.calls = calls;
        this.session = session;
    }

    /** What runs on the master itself. A string in answer to it is a complaint. */
    Mono<JsonNode> runner(String function, Map<String, Object> arguments) {
        return send(lowstate("runner", function, arguments), calls.endpoint().answer())
                .map(answer -> {
                    if (answer.isString()) {
                        throw new TargetException(calls.endpoint().title() + " does not take " + function + ": "
                                + Returns.shorten(answer.stringValue()));
                    }
                    return answer;
                });
    }

    /** What runs on nodes while the call waits; nodes that are dead make it wait for about ten seconds. */
    Mono<JsonNode> local(List<String> nodes, String function, Map<String, Object> more, Duration within) {
        Map<String, Object> lowstate = new LinkedHashMap<>(more);
        lowstate.put("tgt", nodes);
        lowstate.put("tgt_type", "list");
        return send(lowstate("local", function, lowstate), within).map(answer -> {
            if (!answer.isObject()) {
                throw new TargetException(calls.endpoint().title() + " does not take " + function + ": "
                        + Returns.shorten(answer.toString()));
            }
            return answer;
        });
    }

    /** Starts a job on nodes; an empty object when the master knows none of them. */
    Mono<JsonNode> start(List<String> nodes, String function, Map<String, Object> more) {
        Map<String, Object> lowstate = new LinkedHashMap<>(more);
        lowstate.put("tgt", nodes);
        lowstate.put("tgt_type", "list");
        return send(
                lowstate("local_async", function, lowstate), calls.endpoint().answer());
    }

    private static Map<String, Object> lowstate(String client, String function, Map<String, Object> more) {
        Map<String, Object> lowstate = new LinkedHashMap<>();
        lowstate.put("client", client);
        lowstate.put("fun", function);
        lowstate.putAll(more);
        return lowstate;
    }

    private Mono<JsonNode> send(Map<String, Object> lowstate, Duration within) {
        return Mono.defer(() -> {
            byte[] body = JSON.writeValueAsBytes(List.of(lowstate));
            return session.call(token -> calls.call(HttpMethod.POST, "/", with(token), body, within))
                    .map(this::answer);
        });
    }

    static Map<String, String> with(String token) {
        Map<String, String> headers = new LinkedHashMap<>(HEADERS);
        headers.put("X-Auth-Token", token);
        return headers;
    }

    private JsonNode answer(Answer reply) {
        if (reply.status() != 200 && reply.status() != 202) {
            throw new TargetException(
                    calls.endpoint().title() + " answers " + reply.status() + ": " + Page.reason(reply));
        }
        try {
            JsonNode list = JSON.readTree(reply.body(), 0, reply.length()).path("return");
            if (list.isArray() && list.size() == 1) {
                return list.get(0);
            }
        } catch (JacksonException notJson) {
            throw new TargetException(
                    calls.endpoint().title() + " answers with something that is not JSON: " + reply.excerpt(), notJson);
        }
        throw new TargetException(calls.endpoint().title() + " answers without a list of one: " + reply.excerpt());
    }
}
