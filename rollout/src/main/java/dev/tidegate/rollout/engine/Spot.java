package dev.tidegate.rollout.engine;

import java.util.Objects;

/**
 * Where a node of a rollout is and how it is reached, as it was when the rollout began.
 *
 * @param target name of the configured target that reaches it
 * @param site empty when there is only one
 * @param role empty when not known
 * @param hardware empty when not known
 * @param quorum the group that must keep a majority; empty when it is in none, or was begun by a release that did not keep it
 */
public record Spot(String target, String site, String role, String hardware, String quorum) {
    /** Of nodes that nothing is known of. */
    static final Spot NOWHERE = new Spot("", "", "", "");

    public Spot {
        // what an older release has stored has none
        quorum = Objects.requireNonNullElse(quorum, "");
    }

    /** Of a node that is in no quorum group. */
    public Spot(String target, String site, String role, String hardware) {
        this(target, site, role, hardware, "");
    }

    /** Whether another is expected to react to a change alike. */
    public boolean alike(Spot other) {
        return role.equals(other.role) && hardware.equals(other.hardware);
    }
}
