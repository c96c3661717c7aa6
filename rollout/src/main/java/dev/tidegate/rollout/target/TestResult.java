package dev.tidegate.rollout.target;

/**
 * How a test command ended on one node.
 *
 * @param output its last lines, bounded
 */
public record TestResult(String node, String command, boolean passed, String output) {}
