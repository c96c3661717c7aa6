package dev.tidegate.rollout.json;

/**
 * Something in a document that is wrong.
 *
 * @param pointer where, as a JSON pointer
 * @param detail what, in words
 */
public record Fault(String pointer, String detail) {}
