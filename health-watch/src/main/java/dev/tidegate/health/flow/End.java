package dev.tidegate.health.flow;

/** Why this process does not run a watch any more. */
sealed interface End {
    /** Somebody else runs it, or somebody else has closed it. */
    record Lost() implements End {}

    /** It was closed, and the store knows. */
    record Closed(String by, String reason) implements End {}

    /** Its own end was reached; the store must be told. */
    record Elapsed() implements End {}

    /** This process stops; another may go on. */
    record Stopped() implements End {}
}
