package dev.tidegate.rollout.target;

import java.util.Optional;

/**
 * The revision that was read back from a node.
 *
 * @param revision empty when none could be read
 * @param detail where it was read, or why it could not be
 */
public record Proof(String node, Optional<String> revision, String detail) {}
