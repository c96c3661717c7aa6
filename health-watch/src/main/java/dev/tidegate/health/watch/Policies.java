package dev.tidegate.health.watch;

import dev.tidegate.health.policy.HealthPolicy;

/** Understands the text of a policy. */
public interface Policies {
    /** @throws IllegalArgumentException saying what is wrong and in which line */
    HealthPolicy parse(String text);
}
