package dev.tidegate.health.evidence;

/**
 * One signal of one group.
 *
 * @param signal its name in the policy
 */
public record Reading(String signal, Group group, Evidence evidence) {}
