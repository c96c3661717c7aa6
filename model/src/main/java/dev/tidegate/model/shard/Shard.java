package dev.tidegate.model.shard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One partition's worth of state. It does no I/O, starts no thread and reads no clock: it is given the time and gives
 * back facts, so the same commands at the same times give the same facts, ids included, in a test, in a replay and in
 * production.
 *
 * <p>The owner calls {@link #decide} or {@link #tick}, makes the events durable, and calls {@link #apply} for each, in
 * order, from one thread at a time. The split is the one of Kafka's group coordinator: deciding reads, replaying mutates.
 *
 * @param <C> commands
 * @param <E> events: facts that have happened
 * @param <R> replies
 */
public interface Shard<C, E, R> {
    /** What a command causes at a time. Reads state, never changes it. */
    Outcome<E, R> decide(C command, Instant now);

    /** Changes state, never decides. */
    void apply(E event);

    /** When {@link #tick} is next worth calling; empty when time alone will cause nothing. */
    Optional<Instant> due();

    /** What the passage of time alone has caused up to a time. Reads state, never changes it. */
    List<E> tick(Instant now);
}
