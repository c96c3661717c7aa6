package dev.tidegate.rollout.flow;

/** Why this process does not run a rollout any more. */
sealed interface End {
    /** Nothing is left to do. */
    record Over() implements End {}

    /** Somebody else runs it. */
    record Lost() implements End {}

    /** This process stops; another may go on. */
    record Stopped() implements End {}
}
