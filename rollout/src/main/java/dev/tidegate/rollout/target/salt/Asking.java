package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.TestResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

/**
 * What nodes are asked for while the caller waits: proof of their revision, and tests. With {@code full_return}, an answer is
 * an object, and what is none comes from the master: false or a sentence about a minion that does not answer.
 */
final class Asking {
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}");
    /** Above the time that a command may take: the master's own waiting for nodes that are silent. */
    private static final Duration MORE = Duration.ofSeconds(30);
    /** Lists that are asked at once. */
    private static final int TOGETHER = 4;

    private final SaltCalls calls;
    private final SaltSettings.Call proof;
    private final Duration within;

    Asking(SaltCalls calls, SaltSettings.Call proof, Duration within) {
        this.calls = calls;
        this.proof = proof;
        this.within = within;
    }

    Flux<Proof> prove(List<String> nodes) {
        Map<String, Object> more = Map.of("arg", proof.arguments(), "full_return", true);
        return Flux.fromIterable(Part.cut(nodes))
                .flatMap(
                        part -> calls.local(part, proof.function(), more, within)
                                .flatMapIterable(answer -> part.stream()
                                        .map(node -> proof(node, answer.path(node)))
                                        .toList()),
                        TOGETHER);
    }

    private Proof proof(String node, JsonNode answer) {
        String place = proof.function() + " " + String.join(" ", proof.arguments());
        if (!answer.isObject()) {
            return new Proof(node, Optional.empty(), silent(answer));
        }
        JsonNode said = answer.path("ret");
        String text = said.isString() ? said.stringValue().strip() : "";
        if (answer.path("retcode").asInt(-1) == 0 && REVISION.matcher(text).matches()) {
            return new Proof(node, Optional.of(text), "read by " + place);
        }
        return new Proof(
                node,
                Optional.empty(),
                place + " gave " + (text.isEmpty() && said.isString() ? "nothing" : Returns.shorten(said.toString())));
    }

    Flux<TestResult> test(String command, List<String> nodes, Duration limit) {
        Map<String, Object> more = Map.of(
                "arg", List.of(command),
                "kwarg", Map.of("timeout", limit.toSeconds()),
                "full_return", true,
                "timeout", limit.toSeconds());
        return Flux.fromIterable(Part.cut(nodes))
                .flatMap(
                        part -> calls.local(part, "cmd.run_all", more, limit.plus(MORE))
                                .flatMapIterable(answer -> part.stream()
                                        .map(node -> test(node, command, answer.path(node)))
                                        .toList()),
                        TOGETHER);
    }

    private static TestResult test(String node, String command, JsonNode answer) {
        if (!answer.isObject()) {
            return new TestResult(node, command, false, silent(answer));
        }
        JsonNode said = answer.path("ret");
        if (!said.isObject()) {
            return new TestResult(node, command, false, Returns.shorten(said.toString()));
        }
        String output =
                said.path("stdout").asString("") + "\n" + said.path("stderr").asString("");
        int code = said.path("retcode").asInt(-1);
        return new TestResult(node, command, code == 0, "exit code " + code + ": " + tail(output.strip()));
    }

    private static String tail(String output) {
        return output.length() <= Returns.DETAIL ? output : "…" + output.substring(output.length() - Returns.DETAIL);
    }

    private static String silent(JsonNode answer) {
        return answer.isString()
                ? Returns.shorten(answer.stringValue())
                : "its minion does not answer" + (answer.isMissingNode() ? "; Salt left it out" : "");
    }
}
