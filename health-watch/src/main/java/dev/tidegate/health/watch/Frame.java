package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Blame;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import java.time.Instant;
import java.util.List;

/**
 * One look at everything.
 *
 * @param verdict the watch's, which keeps an earlier Unhealthy whatever this round's judgement says
 * @param blame while the verdict is Unhealthy: nodes that are likely the cause, as they were when it was found
 * @param judgement of this round
 * @param round what was read, of both groups
 */
public record Frame(Instant at, Verdict verdict, List<Blame.Blamed> blame, Judgement judgement, Round round) {
    public Frame {
        blame = List.copyOf(blame);
    }
}
