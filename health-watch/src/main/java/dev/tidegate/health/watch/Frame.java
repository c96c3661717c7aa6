package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import java.time.Instant;

/**
 * One look at everything.
 *
 * @param verdict the watch's, which keeps an earlier Unhealthy whatever this round's judgement says
 * @param judgement of this round
 * @param round what was read, of both groups
 */
public record Frame(Instant at, Verdict verdict, Judgement judgement, Round round) {}
