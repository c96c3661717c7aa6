package dev.tidegate.health.watch;

import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import java.time.Instant;

/**
 * A verdict that differs from the one before.
 *
 * @param number counts up from 1 within the watch
 * @param at time of the round that led to it
 * @param judgement what it was made of
 */
public record Decision(long number, Instant at, Verdict verdict, Judgement judgement) {

    /** The latest decision as it is known after a restart. */
    public record Known(long number, Instant at, Verdict verdict) {}
}
