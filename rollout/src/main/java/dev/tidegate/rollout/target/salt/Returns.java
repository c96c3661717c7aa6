package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a node's answer to a state run means. Only one shape is a success: an object of states in which every result is true,
 * with retcode 0. Everything else that Salt puts into its place is a failure, although the HTTP status is 200.
 */
final class Returns {
    /** How much of an answer people are shown. */
    static final int DETAIL = 500;

    private Returns() {}

    /** From an entry of the job list, or the data of an event: {@code return}, {@code retcode} and {@code success}. */
    static NodeResult judge(String node, JsonNode entry) {
        JsonNode answer = entry.path("return");
        if (answer.isString()) {
            return failed(node, answer.stringValue());
        }
        if (answer.isArray()) {
            List<String> lines = new ArrayList<>();
            answer.forEach(line -> lines.add(line.asString("")));
            return failed(node, String.join("; ", lines));
        }
        if (!answer.isObject() || answer.isEmpty()) {
            return failed(node, "it answered " + answer + " where an object of states was expected");
        }
        String failures = failures(answer);
        if (!failures.isEmpty()) {
            return failed(node, failures);
        }
        int retcode = entry.path("retcode").asInt(-1);
        if (retcode != 0) {
            return failed(node, "retcode " + (entry.has("retcode") ? retcode : "is missing"));
        }
        if (entry.has("success") && !entry.path("success").asBoolean(false)) {
            return failed(node, "Salt says that it did not succeed");
        }
        return new NodeResult(
                node,
                Kind.SUCCEEDED,
                answer.size() == 1
                        ? "its one state is as it should be"
                        : answer.size() + " states are as they should be");
    }

    private static String failures(JsonNode states) {
        List<String> failures = new ArrayList<>();
        for (Map.Entry<String, JsonNode> state : states.properties()) {
            JsonNode result = state.getValue().path("result");
            if (result.isBoolean() && result.booleanValue()) {
                continue;
            }
            String id = state.getValue().path("__id__").asString(state.getKey());
            String comment = state.getValue().path("comment").asString("no comment");
            failures.add(result.isNull() ? id + " was only tried (test=True): " + comment : id + ": " + comment);
        }
        return String.join("; ", failures);
    }

    static NodeResult failed(String node, String detail) {
        return new NodeResult(node, Kind.FAILED, shorten(detail));
    }

    static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= DETAIL ? line : line.substring(0, DETAIL) + "…";
    }
}
