package dev.tidegate.rollout.change;

/** What a change may interrupt while it runs. */
public enum Impact {
    NONE,
    CONTROL_PLANE,
    DATA_PLANE
}
