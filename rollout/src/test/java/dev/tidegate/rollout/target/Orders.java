package dev.tidegate.rollout.target;

import java.time.Duration;
import java.util.List;

/** Orders as tests give them. */
public final class Orders {
    public static final String FORMER = "a".repeat(40);
    public static final String WANTED = "b".repeat(40);

    private Orders() {}

    public static Order forward(String id, List<String> nodes) {
        return of(id, nodes, WANTED);
    }

    public static Order back(String id, List<String> nodes) {
        return of(id, nodes, FORMER);
    }

    private static Order of(String id, List<String> nodes, String revision) {
        return new Order(
                id, 1, "r1", nodes, "infra", revision, List.of("nova.compute"), List.of(), Duration.ofSeconds(30));
    }
}
