package dev.tidegate.rollout.window;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;

/** When, in the local time of a rule's zone. */
public sealed interface Span {

    /** Once. */
    record Once(LocalDateTime from, LocalDateTime until) implements Span {
        public Once {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("a span from " + from + " until " + until + " holds no time");
            }
        }
    }

    /**
     * Each week.
     *
     * @param days on which it begins
     * @param until on the next day when it is not after {@code from}; equal times are a whole day
     */
    record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime until) implements Span {
        public Weekly {
            days = Set.copyOf(days);
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a weekly span needs at least one day");
            }
        }

        LocalDateTime end(LocalDate day) {
            LocalDate last = until.isAfter(from) ? day : day.plusDays(1);
            return last.atTime(until);
        }
    }
}
