package dev.tidegate.storm.timeline;

import java.time.Duration;
import java.util.List;

/** How many messages a storm makes, and how often to resend so that it makes a given number. */
final class Volume {
    /** Prometheus keeps telling about a resolved alert for a quarter of an hour. */
    static final long RESOLVED_RETENTION_MILLIS = Duration.ofMinutes(15).toMillis();

    private static final long SHORTEST_RESEND_MILLIS = 1;
    private static final long LONGEST_RESEND_MILLIS = StormSpec.LENGTH.toMillis();

    private Volume() {}

    static long messages(List<Episode> episodes, long resendMillis, long end) {
        long messages = 0;
        for (Episode episode : episodes) {
            long firing = 1 + (episode.span().length() - 1) / resendMillis;
            long told = Math.min(RESOLVED_RETENTION_MILLIS, end - episode.span().until());
            messages += firing + 1 + Math.max(0, told) / resendMillis;
        }
        long replicas = Notifier.REPLICAS * messages;
        return replicas + Math.round(replicas * Notifier.DUPLICATED);
    }

    /** The shortest interval that makes no more than {@code wanted} messages. */
    static long resendMillisFor(long wanted, List<Episode> episodes, long end) {
        long least = SHORTEST_RESEND_MILLIS;
        long most = LONGEST_RESEND_MILLIS;
        while (least < most) {
            long middle = (least + most) / 2;
            if (messages(episodes, middle, end) > wanted) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }
}
