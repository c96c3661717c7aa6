package dev.tidegate.rollout.target;

/**
 * How one node answered an order. A success is not proof: the revision is read back afterwards.
 *
 * @param detail in words, as the target told it
 */
public record NodeResult(String node, Kind kind, String detail) {
    /** What the target says became of it. */
    public enum Kind {
        SUCCEEDED,
        FAILED,
        /** It could not be reached, or never answered. */
        UNREACHABLE
    }
}
