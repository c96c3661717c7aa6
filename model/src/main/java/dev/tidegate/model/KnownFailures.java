package dev.tidegate.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Failures that nobody thought of, as a log tells them: the first of a kind with its stack trace, and each later one in a
 * line, with how often its kind has come. What is tried again and again would otherwise fill the log with one trace.
 *
 * <p>A kind is what failed where: the class of the failure and of each of its causes, and what threw them; their messages do
 * not matter. The first {@value #KINDS} kinds are remembered; those after them are told in a line.
 *
 * <p>Thread-safe.
 */
public final class KnownFailures {
    static final int KINDS = 256;
    /** Causes of causes that are looked at. */
    private static final int DEPTH = 8;

    private final Map<List<String>, Integer> times = new ConcurrentHashMap<>();

    /**
     * What to log.
     *
     * @param words the failure in a line
     * @param trace the failure itself, when its trace belongs into the log
     */
    public record Told(String words, @Nullable Throwable trace) {}

    public Told tell(Throwable failure) {
        List<String> kind = kind(failure);
        // two threads may both find room for one: a bound that is passed by a few is still a bound
        if (!times.containsKey(kind) && times.size() >= KINDS) {
            return new Told(failure.toString(), null);
        }
        int time = times.merge(kind, 1, Integer::sum);
        return time == 1
                ? new Told(failure.toString(), failure)
                : new Told(
                        failure + " (" + Wording.count(time, "time") + " by now; its trace is with the first)", null);
    }

    private static List<String> kind(Throwable failure) {
        List<String> kind = new ArrayList<>();
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEPTH; depth++) {
            StackTraceElement[] trace = at.getStackTrace();
            kind.add(at.getClass().getName());
            kind.add(trace.length == 0 ? "" : trace[0].toString());
            at = at.getCause();
        }
        return List.copyOf(kind);
    }
}
