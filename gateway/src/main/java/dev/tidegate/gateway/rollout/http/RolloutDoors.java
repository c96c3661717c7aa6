package dev.tidegate.gateway.rollout.http;

import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** {@code /api/v1/rollouts} and what is below. */
public final class RolloutDoors implements Doorway {
    private static final String ROLLOUTS = "/api/v1/rollouts";

    private final RolloutHandlers handlers;
    private final RolloutStreams streams;

    public RolloutDoors(RolloutHandlers handlers, RolloutStreams streams) {
        this.handlers = handlers;
        this.streams = streams;
    }

    @Override
    public List<Door> doors() {
        return List.of(
                new Door(ROLLOUTS, Map.of(HttpMethod.GET, handlers::list, HttpMethod.POST, handlers::begin), Set.of()),
                Door.get(ROLLOUTS + "/stream", streams::all),
                Door.get(ROLLOUTS + "/{id}", handlers::one),
                Door.get(ROLLOUTS + "/{id}/stream", streams::one),
                Door.get(ROLLOUTS + "/{id}/health", streams::health),
                Door.get(ROLLOUTS + "/{id}/story", handlers::story),
                Door.post(ROLLOUTS + "/{id}/hold", handlers::hold),
                Door.post(ROLLOUTS + "/{id}/resume", handlers::resume),
                Door.post(ROLLOUTS + "/{id}/pull-back", handlers::pullBack),
                Door.post(ROLLOUTS + "/{id}/abort", handlers::abort),
                Door.post(ROLLOUTS + "/{id}/monitor", handlers::acknowledge));
    }
}
