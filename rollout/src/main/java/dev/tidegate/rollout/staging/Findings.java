package dev.tidegate.rollout.staging;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.TestResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes evidence of what targets say. Who says nothing speaks against the change. */
public final class Findings {
    private static final int NAMED = 3;

    private Findings() {}

    /** How each node took the order. */
    public static List<Finding> applied(
            Collection<String> nodes, Collection<NodeResult> results, Duration within, Instant at) {
        Map<String, NodeResult> byNode = byName(results, NodeResult::node);
        List<Finding> findings = new ArrayList<>();
        for (String node : nodes) {
            NodeResult result = byNode.get(node);
            if (result == null) {
                findings.add(new Finding(
                        at, Finding.Kind.APPLY, node, false, "did not answer within " + within.toSeconds() + " s"));
            } else {
                boolean succeeded = result.kind() == NodeResult.Kind.SUCCEEDED;
                findings.add(new Finding(at, Finding.Kind.APPLY, node, succeeded, result.detail()));
            }
        }
        return findings;
    }

    /** Whether each node has this revision. */
    public static List<Finding> proven(
            Collection<String> nodes, String revision, Collection<Proof> proofs, Instant at) {
        Map<String, Proof> byNode = byName(proofs, Proof::node);
        List<Finding> findings = new ArrayList<>();
        for (String node : nodes) {
            Proof proof = byNode.get(node);
            String read = proof == null ? "" : proof.revision().orElse("");
            String words = proof == null
                    ? "nothing was read back"
                    : read.isEmpty() ? "no revision was read back: " + proof.detail() : "has " + read;
            findings.add(new Finding(at, Finding.Kind.PROOF, node, read.equals(revision), words));
        }
        return findings;
    }

    /** How a test ended on each node. */
    public static List<Finding> tested(
            Collection<String> nodes, String command, Collection<TestResult> results, Instant at) {
        Map<String, TestResult> byNode = byName(results, TestResult::node);
        List<Finding> findings = new ArrayList<>();
        for (String node : nodes) {
            TestResult result = byNode.get(node);
            String words = command + ": " + (result == null ? "no answer" : result.output());
            findings.add(new Finding(at, Finding.Kind.TEST, node, result != null && result.passed(), words));
        }
        return findings;
    }

    /** What speaks against the change, in words; empty when nothing does. */
    public static Optional<String> against(List<Finding> findings) {
        List<Finding> bad =
                findings.stream().filter(finding -> !finding.passed()).toList();
        if (bad.isEmpty()) {
            return Optional.empty();
        }
        String some = bad.stream()
                .limit(NAMED)
                .map(finding -> finding.node() + " " + finding.words())
                .collect(Collectors.joining("; "));
        return Optional.of(
                bad.size() + " of " + findings.size() + " failed: " + some + (bad.size() > NAMED ? "; and more" : ""));
    }

    private static <T> Map<String, T> byName(Collection<T> all, Function<T, String> name) {
        return all.stream().collect(Collectors.toMap(name, one -> one, (first, later) -> later));
    }
}
