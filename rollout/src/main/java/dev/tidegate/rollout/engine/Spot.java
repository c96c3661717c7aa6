package dev.tidegate.rollout.engine;

/**
 * Where a node of a rollout is and how it is reached, as it was when the rollout began.
 *
 * @param target name of the configured target that reaches it
 * @param site empty when there is only one
 * @param role empty when not known
 * @param hardware empty when not known
 */
public record Spot(String target, String site, String role, String hardware) {
    /** Of nodes that nothing is known of. */
    static final Spot NOWHERE = new Spot("", "", "", "");

    /** Whether another is expected to react to a change alike. */
    public boolean alike(Spot other) {
        return role.equals(other.role) && hardware.equals(other.hardware);
    }
}
