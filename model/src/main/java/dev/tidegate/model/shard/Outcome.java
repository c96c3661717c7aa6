package dev.tidegate.model.shard;

import java.util.List;

/**
 * What a command led to: facts to make durable and apply, and the reply that may be given once they are durable.
 *
 * @param events in the order they happened; empty when nothing changed
 * @param reply what the caller is told
 */
public record Outcome<E, R>(List<E> events, R reply) {
    public Outcome {
        events = List.copyOf(events);
    }

    public static <E, R> Outcome<E, R> unchanged(R reply) {
        return new Outcome<>(List.of(), reply);
    }
}
