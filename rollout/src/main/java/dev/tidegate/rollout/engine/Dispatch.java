package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.List;

/**
 * Nodes of one target that are told to go to one revision together. Its id is recorded before anything is sent, so that after
 * a crash the target is asked what became of it instead of being told again.
 *
 * @param id unique; derived from the rollout and a sequence, so a replay gives the same
 * @param target name of the configured target
 * @param revision full commit hash that the nodes shall have
 * @param deadline after which nodes that have not settled have timed out
 */
public record Dispatch(
        String id,
        int wave,
        Direction direction,
        String target,
        String revision,
        List<String> nodes,
        Instant deadline) {
    public Dispatch {
        nodes = List.copyOf(nodes);
    }

    Dispatch until(Instant later) {
        return new Dispatch(id, wave, direction, target, revision, nodes, later);
    }
}
