package dev.tidegate.gate;

import java.util.Arrays;

/**
 * Flagger's check as it is shipped: a tick a minute asks for the mean of the last minute and compares it with a fixed
 * number; one failed check (the default threshold) gives up, but the threshold is looked at only at the beginning of the
 * next tick, before its metrics are read. It knows no control; the fixed number is the normal level and a margin, as its
 * examples have it (500 ms for latencies below that).
 */
final class Flagger implements Trial.Peer {
    private static final int TICK = 60;
    private static final int THRESHOLD = 1;

    private final double most;
    private double sum;
    private int count;
    private int failed;

    Flagger(double most) {
        this.most = most;
    }

    @Override
    public boolean alarms(int second, double[] watched, double[] control) {
        if (second < 0) {
            return false;
        }
        boolean tick = second > 0 && second % TICK == 0;
        if (tick) {
            if (failed >= THRESHOLD) {
                return true;
            }
            failed += sum / count > most ? 1 : 0;
            sum = 0;
            count = 0;
        }
        sum += Arrays.stream(watched).average().orElse(0);
        count++;
        return false;
    }
}
