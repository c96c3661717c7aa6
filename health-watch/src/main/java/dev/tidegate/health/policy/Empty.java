package dev.tidegate.health.policy;

/** What an answer without rows means. It means nothing unless the operator has said that no rows are no events. */
public enum Empty {
    UNKNOWN,
    ZERO
}
