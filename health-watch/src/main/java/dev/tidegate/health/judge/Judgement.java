package dev.tidegate.health.judge;

import java.time.Instant;
import java.util.List;

/**
 * What the judge says after a round, and everything it is made of.
 *
 * @param at time of the round
 * @param exposed time since the change, in milliseconds; negative before it
 * @param spent probability of a false pull-back that this watch can have caused by now, at most
 */
public record Judgement(Instant at, long exposed, double spent, Verdict verdict, List<SignalReport> signals) {
    public Judgement {
        signals = List.copyOf(signals);
    }
}
