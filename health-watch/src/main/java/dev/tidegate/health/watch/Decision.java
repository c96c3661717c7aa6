package dev.tidegate.health.watch;

import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * A verdict that differs from the one before.
 *
 * @param number counts up from 1 within the watch
 * @param at time of the round that led to it
 * @param judgement what it was made of
 */
public record Decision(long number, Instant at, Verdict verdict, Judgement judgement) {
    /** So many nodes are named as the likely cause of an Unhealthy. */
    public static final int MOST_BLAMED = 3;

    /** Nodes that are likely the cause of an Unhealthy, the likeliest first; empty for other verdicts. */
    public List<Blame.Blamed> blame() {
        return verdict instanceof Verdict.Unhealthy ? Blame.first(judgement, MOST_BLAMED) : List.of();
    }

    /** The latest decision as it is known after a restart. */
    public record Known(long number, Instant at, Verdict verdict) {}
}
