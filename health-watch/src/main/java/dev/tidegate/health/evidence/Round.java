package dev.tidegate.health.evidence;

import java.time.Instant;
import java.util.List;

/**
 * What was read at one time. A signal without a reading was not asked for in this round.
 *
 * @param at what the values are of; rounds are given to a judge in the order of their times
 */
public record Round(Instant at, List<Reading> readings) {
    public Round {
        readings = List.copyOf(readings);
    }
}
