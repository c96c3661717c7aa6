package dev.tidegate.health.retro;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judge;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Judges;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Puts rounds of the past before the judge, those from before the change as well, and notices when the verdict changes. */
public final class Hearing {
    private final Judge judge;
    private final Instant since;
    private @Nullable Judgement latest;
    private @Nullable Judgement decisive;

    public Hearing(HealthPolicy policy, Cohort cohort, Instant since) {
        this.judge = Judges.of(policy, cohort, since);
        this.since = since;
    }

    /**
     * Takes the next round.
     *
     * @return the judgement, when its verdict is another than before; null otherwise
     */
    public @Nullable Judgement take(Round round) {
        if (round.at().isBefore(since)) {
            judge.remember(round);
            return null;
        }
        Judgement judgement = judge.judge(round);
        Judgement before = decisive;
        latest = judgement;
        if (before != null && isSame(before.verdict(), judgement.verdict())) {
            return null;
        }
        decisive = judgement;
        return judgement;
    }

    /** The last judgement; null when there was no round from after the change. */
    public @Nullable Judgement latest() {
        return latest;
    }

    /** The judgement with which the verdict became what it is. */
    public @Nullable Judgement decisive() {
        return decisive;
    }

    /** The reason's words and numbers change with every round; what it comes from seldom does. */
    private static boolean isSame(Verdict one, Verdict other) {
        return switch (one) {
            case Verdict.Healthy unused -> other instanceof Verdict.Healthy;
            case Verdict.Unhealthy was ->
                other instanceof Verdict.Unhealthy is && is.signal().equals(was.signal()) && is.cause() == was.cause();
            case Verdict.Inconclusive was -> other instanceof Verdict.Inconclusive is && is.doubt() == was.doubt();
        };
    }
}
