package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Round;

/**
 * Weighs rounds of evidence, one after the other. The same rounds give the same judgements: live, after a restart
 * (which reads the rounds of the past again) and over files.
 */
public interface Judge {

    /**
     * Takes in a round from before the change: the snapshot that the same nodes are compared with.
     *
     * @throws IllegalArgumentException when the round is not before the change, or older than the one before
     */
    void remember(Round round);

    /**
     * Judges a round from after the change.
     *
     * @throws IllegalArgumentException when the round is not after the change, or older than the one before
     */
    Judgement judge(Round round);
}
