package dev.tidegate.rollout.change;

import dev.tidegate.rollout.plan.PlanSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that people approve. Two contents with the same {@link #hash()} are the same change.
 *
 * @param incident that it answers
 * @param states what is applied, such as Salt states, in order
 * @param selector which nodes, in matchers' grammar over their properties
 * @param seed of the choice of nodes for waves
 * @param policy text of the health policy
 * @param irreversible steps that cannot be taken back, in words; a stronger gate is asked for
 * @param tests commands that prove it in staging
 */
public record Content(
        String title,
        String reason,
        Optional<String> incident,
        Origin origin,
        List<PackageSnapshot> packages,
        List<String> states,
        String selector,
        PlanSpec plan,
        long seed,
        String policy,
        Impact impact,
        List<String> irreversible,
        List<String> tests,
        Slot slot) {
    public Content {
        packages = List.copyOf(packages);
        states = List.copyOf(states);
        irreversible = List.copyOf(irreversible);
        tests = List.copyOf(tests);
    }

    public Instant start() {
        return slot.start();
    }

    /** Until when it may begin. */
    public Instant until() {
        return slot.until();
    }

    /** SHA-256 over everything, as 64 hexadecimal digits. */
    public String hash() {
        return ContentHash.of(this);
    }
}
