package dev.tidegate.rollout.staging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One try of a revision in staging.
 *
 * @param hash of the content that is tried
 * @param members staging machines that it is tried on
 * @param reason why it ended as it did, or what it does now
 * @param soakUntil earliest time of a passing verdict; empty until its health is watched
 */
public record StagingRun(
        String id,
        String change,
        int revision,
        String hash,
        String tenant,
        List<Member> members,
        State state,
        String reason,
        Optional<Instant> soakUntil,
        String startedBy,
        Instant startedAt,
        Optional<Instant> endedAt) {
    public StagingRun {
        members = List.copyOf(members);
    }

    /**
     * A machine.
     *
     * @param target name of the configured target that reaches it
     */
    public record Member(String node, String target) {}

    /** Their names. */
    public List<String> nodes() {
        return members.stream().map(Member::node).toList();
    }

    /** Nodes by the target that reaches them, both in order. */
    public Map<String, List<String>> byTarget() {
        Map<String, List<String>> byTarget = new TreeMap<>();
        members.forEach(member -> byTarget.computeIfAbsent(member.target(), unused -> new ArrayList<>())
                .add(member.node()));
        return byTarget;
    }

    /** How it stands. Only {@link #PASSED} lets a change go on. */
    public enum State {
        RUNNING,
        PASSED,
        FAILED
    }

    /** The id of its watch. */
    public String watch() {
        return "staging-" + id;
    }
}
