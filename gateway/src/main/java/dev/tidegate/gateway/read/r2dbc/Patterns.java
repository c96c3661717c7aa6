package dev.tidegate.gateway.read.r2dbc;

import java.util.Arrays;
import java.util.List;

/** What people type into a search, as patterns of {@code ilike}. */
final class Patterns {
    private static final int MOST_WORDS = 16;

    private Patterns() {}

    /** One a word; each must be found somewhere. */
    static List<String> ofWords(String text) {
        return Arrays.stream(text.strip().split("\\s+", MOST_WORDS))
                .map(word -> "%" + word.replaceAll("([\\\\%_])", "\\\\$1") + "%")
                .toList();
    }
}
