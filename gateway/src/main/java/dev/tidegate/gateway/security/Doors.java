package dev.tidegate.gateway.security;

import java.util.List;

/**
 * All doors, first match counts. What is not listed can be read by readers and changed by operators, so a door that
 * somebody forgets to list is closed to senders and to the anonymous.
 */
final class Doors {
    static final List<Door> ALL = List.of(
            sends("/api/v2/alerts"),
            sends("/api/v1/alerts"),
            sends("/api/v1/webhook/**"),
            sends("/api/v1/webhooks/**"),
            sends("/webhooks/**"),
            sends("/api/webhooks/**"),
            sends("/alert"),
            sends("/api/alert"),
            open("/actuator/health/**"),
            open("/-/healthy"),
            open("/-/ready"),
            Door.of("GET", "/**", Role.READ),
            Door.of("HEAD", "/**", Role.READ),
            Door.of("OPTIONS", "/**", Role.READ),
            Door.of(Door.ANY_METHOD, "/**", Role.ADMIN));

    private Doors() {}

    private static Door sends(String pattern) {
        return Door.of("POST", pattern, Role.INGEST);
    }

    private static Door open(String pattern) {
        return Door.of("GET", pattern, null);
    }
}
