package dev.tidegate.health.evidence;

/** Whose values they are. */
public enum Group {
    /** Nodes that the change touches. */
    WATCHED,
    /** Matched nodes that it does not touch. */
    CONTROL
}
