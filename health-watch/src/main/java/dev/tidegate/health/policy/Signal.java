package dev.tidegate.health.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing to look at.
 *
 * @param name unique in its policy
 * @param unit for people, such as {@code s}, {@code %} or empty
 * @param empty what an answer without rows means
 * @param staleAfter older values are not evidence
 * @param required whether missing evidence holds the verdict; others are shown and judged when they have evidence
 * @param shadow judged and shown, but without influence on the verdict: for trying out a new signal
 */
public record Signal(
        String name,
        String unit,
        SignalKind kind,
        Direction direction,
        Source source,
        Optional<Limit> limit,
        Optional<Comparison> comparison,
        Empty empty,
        Duration staleAfter,
        boolean required,
        boolean shadow) {}
