package dev.tidegate.health.retro;

import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Verdict;
import java.util.Optional;

/** Tells how a hearing goes. */
interface Report {
    /** The verdict is another than before. */
    void change(Judgement judgement);

    /**
     * The hearing is over.
     *
     * @param decisive the judgement with which the verdict became what it is
     */
    void end(Verdict verdict, Optional<Judgement> decisive);
}
