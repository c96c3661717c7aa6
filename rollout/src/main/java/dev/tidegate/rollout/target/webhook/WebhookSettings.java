package dev.tidegate.rollout.target.webhook;

import dev.tidegate.rollout.target.http.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that takes orders.
 *
 * @param secretFile the key that calls are signed with; empty for unsigned ones
 * @param look how often an order's state is asked for
 */
public record WebhookSettings(Endpoint endpoint, Optional<Path> secretFile, Duration look) {
    public static final Duration LOOK = Duration.ofSeconds(2);

    public static WebhookSettings of(Endpoint endpoint) {
        return new WebhookSettings(endpoint, Optional.empty(), LOOK);
    }
}
