package dev.tidegate.correlator.alert;

import dev.tidegate.model.Micros;
import java.util.Arrays;

/**
 * What senders have said about when one alert was active: since when it fires, and over which stretches it had fired and
 * was over. Immutable.
 *
 * <p>Messages overtake each other. So an alert's state is not what the latest message says but a function of the set of
 * all that was said, and a set has no order: whatever the order of arrival, the same facts end in the same state.
 *
 * <ul>
 *   <li>It fires when some message says it fires since a time that no resolve covers, and then since the earliest such
 *       time. A resolve covers everything that began before its end; so a late resolve of an older stretch cannot close a
 *       newer one, and a late firing message of a stretch that is over cannot open it again.
 *   <li>Otherwise it is over, since the latest end that was said; and it began at the earliest beginning of the stretches
 *       that overlap up to that end.
 * </ul>
 *
 * <p>Bounded: the eight most telling beginnings and the four latest ends are kept, and no beginning that is older than an
 * end which is not. The latest of a set are the same in whatever order it came; only more than eight beginnings between
 * two ends make the state depend on their order.
 */
final class Heard {
    static final int STARTS = 8;
    static final int ENDS = 4;
    private static final long[] NOTHING = {};
    static final Heard SILENCE = new Heard(NOTHING, NOTHING, Micros.NONE);

    private final long[] starts; // of firing messages, ascending, distinct
    private final long[] ends; // start and end of resolves, ascending by end then start, distinct
    private final long forgotten; // the latest end that is no longer kept; what began before it is not kept either

    private Heard(long[] starts, long[] ends, long forgotten) {
        this.starts = starts;
        this.ends = ends;
        this.forgotten = forgotten;
    }

    static Heard firingSince(long start) {
        return new Heard(new long[] {start}, NOTHING, Micros.NONE);
    }

    /** Whether just this stretch was said before; a stretch that others add up to says something new. */
    boolean holds(long start, long end) {
        for (int i = ends.length - 2; i >= 0 && ends[i + 1] >= end; i -= 2) {
            if (ends[i] == start && ends[i + 1] == end) {
                return true;
            }
        }
        return false;
    }

    /** Whether this is no more than that it fires since a time. */
    boolean isJust(long start) {
        return ends.length == 0 && starts.length == 1 && starts[0] == start;
    }

    /** This, and that it fires since a time. */
    Heard plusFiring(long start) {
        int at = Arrays.binarySearch(starts, start);
        if (at >= 0 || start < forgotten) {
            return this;
        }
        long[] more = insert(starts, -at - 1, start);
        if (more.length > STARTS) {
            more = covers(more[0]) ? Arrays.copyOfRange(more, 1, more.length) : remove(more, more.length - 2);
        }
        return new Heard(more, ends, forgotten);
    }

    /** This, and that it fired from start to end. */
    Heard plusOver(long start, long end) {
        if (holds(start, end)) {
            return this;
        }
        int at = 0;
        while (at < ends.length && (ends[at + 1] < end || ends[at + 1] == end && ends[at] < start)) {
            at += 2;
        }
        long[] more = insert(insert(ends, at, end), at, start);
        if (more.length <= 2 * ENDS) {
            return new Heard(starts, more, forgotten);
        }
        long before = Math.max(forgotten, more[1]);
        return new Heard(
                Arrays.stream(starts).filter(s -> s >= before).toArray(),
                Arrays.copyOfRange(more, 2, more.length),
                before);
    }

    /** A new stretch begins: open beginnings are forgotten, ends stay. */
    Heard restartedAt(long start) {
        return new Heard(Arrays.stream(starts).filter(this::covers).toArray(), ends, forgotten).plusFiring(start);
    }

    /** The latest end that was said, or {@link Micros#NONE}. */
    long closed() {
        return ends.length == 0 ? Micros.NONE : ends[ends.length - 1];
    }

    /** Whether a resolve says that what began then is over. */
    boolean covers(long start) {
        long closed = closed();
        if (start != closed || closed == Micros.NONE) {
            return start < closed;
        }
        for (int i = 0; i < ends.length; i += 2) {
            if (ends[i] == start && ends[i + 1] == start) {
                return true; // a stretch of no length
            }
        }
        return false;
    }

    boolean fires() {
        return starts.length > 0 && !covers(starts[starts.length - 1]);
    }

    /** When the current stretch began, or the latest when none is open; {@link Micros#NONE} when nothing was said. */
    long since() {
        return fires() ? earliestOpen() : latestStretch();
    }

    private long earliestOpen() {
        for (long start : starts) {
            if (!covers(start)) {
                return start;
            }
        }
        return Micros.NONE;
    }

    private long latestStretch() {
        long closed = closed();
        long low = closed;
        boolean grew = closed != Micros.NONE;
        while (grew) {
            grew = false;
            for (int i = 0; i < ends.length; i += 2) {
                if (ends[i] < low && (ends[i + 1] > low || ends[i + 1] == closed)) {
                    low = ends[i];
                    grew = true;
                }
            }
            for (long start : starts) {
                long end = endAfter(start);
                if (start < low && (end > low || end == closed)) {
                    low = start;
                    grew = true;
                }
            }
        }
        return low;
    }

    /** Where a firing that began then ended: at the first end after it. */
    private long endAfter(long start) {
        for (int i = 1; i < ends.length; i += 2) {
            if (ends[i] > start) {
                return ends[i];
            }
        }
        return start;
    }

    private static long[] insert(long[] array, int at, long value) {
        long[] more = new long[array.length + 1];
        System.arraycopy(array, 0, more, 0, at);
        more[at] = value;
        System.arraycopy(array, at, more, at + 1, array.length - at);
        return more;
    }

    private static long[] remove(long[] array, int at) {
        long[] less = new long[array.length - 1];
        System.arraycopy(array, 0, less, 0, at);
        System.arraycopy(array, at + 1, less, at, less.length - at);
        return less;
    }
}
