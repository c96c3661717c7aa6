package dev.tidegate.rollout.plan;

/**
 * A node that a change would touch, as far as a plan needs to know it.
 *
 * @param name unique in the fleet
 * @param role what it does, such as {@code compute}; empty when not known
 * @param hardware its class of hardware; empty when not known
 * @param domain what it fails together with, such as its rack; empty when it is on its own
 * @param quorum the group that must keep a majority, such as {@code galera-1}; empty when it is in none
 */
public record FleetNode(String name, String role, String hardware, String domain, String quorum) {

    /** Nodes of the same stratum are expected to react to a change alike. */
    public Stratum stratum() {
        return new Stratum(role, hardware);
    }

    /** A kind of node. */
    public record Stratum(String role, String hardware) implements Comparable<Stratum> {
        @Override
        public int compareTo(Stratum other) {
            int byRole = role.compareTo(other.role);
            return byRole != 0 ? byRole : hardware.compareTo(other.hardware);
        }

        @Override
        public String toString() {
            String name = role.isEmpty() ? "any role" : role;
            return hardware.isEmpty() ? name : name + " on " + hardware;
        }
    }
}
