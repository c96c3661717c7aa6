package dev.tidegate.health.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BlameTest {
    private static final Map<String, Set<String>> CALLS = Map.of(
            "door",
            Set.of("search", "pay"),
            "search",
            Set.of("database"),
            "ring",
            Set.of("back"),
            "back",
            Set.of("ring"));

    @Test
    void theDeepestInTroubleIsTheCause() {
        assertThat(Blame.rank(standing("door", "search"), CALLS)).containsExactly("search", "door");
    }

    @Test
    void amongCausesTheOneThatExplainsMoreComesFirst() {
        assertThat(Blame.rank(standing("other", "door", "database", "search"), CALLS))
                .containsExactly("database", "other", "search", "door");
    }

    @Test
    void circlesBlameNobodyForTheOther() {
        assertThat(Blame.rank(standing("back", "ring"), CALLS)).containsExactly("back", "ring");
    }

    private static Map<String, Integer> standing(String... nodes) {
        Map<String, Integer> standing = new LinkedHashMap<>();
        for (String node : nodes) {
            standing.put(node, standing.size());
        }
        return standing;
    }
}
