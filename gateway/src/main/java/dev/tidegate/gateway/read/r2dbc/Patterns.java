package dev.tidegate.gateway.read.r2dbc;

/** What people type into a search, as patterns of {@code ilike}. */
final class Patterns {
    private Patterns() {}

    /** Of texts that hold the word somewhere. */
    static String holding(String word) {
        return "%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%";
    }
}
