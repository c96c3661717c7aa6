package dev.tidegate.correlator.alert;

import dev.tidegate.model.Micros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * When to look at which alert next: a heap of times that may be too early but never too late.
 *
 * <p>Most alerts are put off by each repeat, and almost none of those times is ever reached. So a repeat leaves the heap
 * alone; when the old time comes, the alert is asked for its true one and filed again. An alert said every minute for four
 * minutes ahead is moved once in four minutes, whatever the number of alerts.
 */
final class Timers {
    private long[] times = new long[1024];
    private @Nullable AlertState[] alerts = new AlertState[1024];
    private int size;

    /** Sees to it that the alert is looked at no later than then. */
    void by(AlertState alert, long time) {
        if (alert.timer == Micros.NONE || time < alert.timer) {
            alert.timer = time; // an older entry stays behind and is told by its time
            push(time, alert);
        }
    }

    void cancel(AlertState alert) {
        alert.timer = Micros.NONE;
    }

    /** A time before which nothing is due; {@link Long#MAX_VALUE} when nothing is filed. */
    long next() {
        while (size > 0) {
            AlertState top = alerts[0];
            if (top != null && top.timer == times[0]) {
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
            AlertState alert = pop();
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

    private void push(long time, AlertState alert) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            alerts = Arrays.copyOf(alerts, size * 2);
        }
        int hole = size++;
        while (hole > 0 && times[hole - 1 >>> 1] > time) {
            int parent = hole - 1 >>> 1;
            times[hole] = times[parent];
            alerts[hole] = alerts[parent];
            hole = parent;
        }
        times[hole] = time;
        alerts[hole] = alert;
    }

    private AlertState pop() {
        AlertState top = alerts[0];
        if (top == null) {
            throw new IllegalStateException("nothing is filed");
        }
        size--;
        long time = times[size];
        AlertState last = alerts[size];
        alerts[size] = null;
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
            alerts[hole] = alerts[child];
            hole = child;
        }
        if (size > 0) {
            times[hole] = time;
            alerts[hole] = last;
        }
        return top;
    }
}
