package dev.tidegate.correlator.alert;

import dev.tidegate.model.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * When to look at which alert next: a heap of times that may be too early but never too late.
 *
 * <p>Most alerts are put off by each repeat, and almost none of those times is ever reached. So a repeat leaves the heap
 * alone; when the old time comes, the alert is asked for its true one and filed again. An alert said every minute for four
 * minutes ahead is moved once in four minutes, whatever the number of alerts.
 */
final class Timers {
    private final AlertTable table;
    private final Lines lines;
    private long[] times = new long[256];
    private int[] filed = new int[256]; // lines
    private int size;

    Timers(AlertTable table) {
        this.table = table;
        lines = table.lines;
    }

    /** Sees to it that the alert of a line is looked at no later than then. */
    void by(int line, long time) {
        long timer = lines.timer(line);
        if (timer == Micros.NONE || time < timer) {
            lines.timer(line, time); // an older entry stays behind and is told by its time
            push(time, line);
        }
    }

    void by(AlertState alert, long time) {
        by(alert.line, time);
    }

    void cancel(AlertState alert) {
        lines.timer(alert.line, Micros.NONE);
    }

    /** A time before which nothing is due; {@link Long#MAX_VALUE} when nothing is filed. */
    long next() {
        while (size > 0) {
            if (lines.timer(filed[0]) == times[0]) {
                return times[0];
            }
            pop();
        }
        return Long.MAX_VALUE;
    }

    /**
     * The alerts that are truly due by now; the others whose time came are filed anew. Those returned stay filed.
     *
     * @param due an alert's true time
     */
    List<AlertState> due(long now, ToLongFunction<AlertState> due) {
        List<AlertState> out = new ArrayList<>();
        while (next() <= now) {
            AlertState alert = table.state(pop());
            cancel(alert);
            long time = due.applyAsLong(alert);
            if (time <= now) {
                out.add(alert);
            } else if (time != Long.MAX_VALUE) {
                by(alert, time);
            }
        }
        out.forEach(alert -> by(alert, now));
        return out;
    }

    private void push(long time, int line) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            filed = Arrays.copyOf(filed, size * 2);
        }
        int hole = size++;
        while (hole > 0 && times[hole - 1 >>> 1] > time) {
            int parent = hole - 1 >>> 1;
            times[hole] = times[parent];
            filed[hole] = filed[parent];
            hole = parent;
        }
        times[hole] = time;
        filed[hole] = line;
    }

    private int pop() {
        int top = filed[0];
        size--;
        long time = times[size];
        int last = filed[size];
        int hole = 0;
        while (2 * hole + 1 < size) {
            int child = 2 * hole + 1;
            if (child + 1 < size && times[child + 1] < times[child]) {
                child++;
            }
            if (times[child] >= time) {
                break;
            }
            times[hole] = times[child];
            filed[hole] = filed[child];
            hole = child;
        }
        if (size > 0) {
            times[hole] = time;
            filed[hole] = last;
        }
        return top;
    }
}
