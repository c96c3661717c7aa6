package dev.tidegate.rollout.engine;

/**
 * What a rollout has of a quorum group: one of its members. From before its wave begins until the wave has passed, or is back,
 * no other rollout begins with another member of the group.
 *
 * @param group name of the group, of the rollout's tenant
 * @param node the member
 * @param moving whether it has been told to go somewhere and has not settled
 */
public record Grip(String group, String node, boolean moving) {}
