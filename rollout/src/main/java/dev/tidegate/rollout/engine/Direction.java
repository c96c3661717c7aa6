package dev.tidegate.rollout.engine;

/** Towards the new revision, or back to the former one. */
public enum Direction {
    FORWARD,
    BACK
}
