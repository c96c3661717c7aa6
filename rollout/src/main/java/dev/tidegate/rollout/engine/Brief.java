package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.Origin;
import java.time.Instant;
import java.util.List;

/**
 * All that running a rollout needs and that does not change while it runs, also when the change is edited meanwhile.
 *
 * @param tenant whose nodes it touches
 * @param revision of the change, from 1
 * @param states what is applied, in order
 * @param policy text of the health policy
 * @param start exact moment that was agreed to
 * @param begunAt when it was begun
 */
public record Brief(
        Terms terms,
        String tenant,
        String title,
        int revision,
        Origin origin,
        List<String> states,
        String policy,
        Instant start,
        Instant begunAt) {
    public Brief {
        states = List.copyOf(states);
    }

    public String id() {
        return terms.id();
    }

    /** Name of the configured repository or review server. */
    public String repository() {
        return switch (origin) {
            case Origin.Git git -> git.repository();
            case Origin.Gerrit gerrit -> gerrit.server();
        };
    }
}
