package dev.tidegate.health.policy;

/** Which way a signal moves when things get worse. */
public enum Direction {
    UP,
    DOWN,
    EITHER
}
