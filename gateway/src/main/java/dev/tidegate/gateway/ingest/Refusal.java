package dev.tidegate.gateway.ingest;

/**
 * A request that is not taken at all.
 *
 * @param words for the sender: what is wrong, where, and what would be right
 */
public record Refusal(RefusalReason reason, String words) {}
