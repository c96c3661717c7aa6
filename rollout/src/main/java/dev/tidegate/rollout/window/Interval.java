package dev.tidegate.rollout.window;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * A stretch of real time, the end not included.
 *
 * <p>Local times that are skipped when clocks go forward are the moment of the change. Local times that occur twice when
 * clocks go back are taken so that the rule errs on the safe side: an allowed window begins at the later and ends at the
 * earlier of the two, a denied one begins at the earlier and ends at the later.
 */
record Interval(Instant from, Instant until) {

    static Interval of(LocalDateTime from, LocalDateTime until, ZoneId zone, Rule.Kind kind) {
        boolean allows = kind == Rule.Kind.ALLOW;
        return new Interval(instant(from, zone, allows), instant(until, zone, !allows));
    }

    boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(until);
    }

    boolean isEmpty() {
        return !from.isBefore(until);
    }

    private static Instant instant(LocalDateTime local, ZoneId zone, boolean later) {
        ZoneRules rules = zone.getRules();
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition == null) {
            return local.toInstant(rules.getOffset(local));
        }
        if (transition.isGap()) {
            return transition.getInstant();
        }
        return local.toInstant(later ? transition.getOffsetAfter() : transition.getOffsetBefore());
    }
}
