package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.policy.Policy;
import java.util.Arrays;

/**
 * Flap detection with hysteresis: enough changes of state within the window make an alert flapping, and it stays so until
 * few of them are left in the window.
 */
record Flaps(long window, int enter, int leave) {
    private static final int KEPT_AT_MOST = 64;

    static Flaps of(Policy policy) {
        return new Flaps(
                Math.max(1, policy.timing().flapWindow().toNanos() / 1_000),
                Math.clamp(policy.correlation().flapEnter(), 2, KEPT_AT_MOST - 1),
                Math.clamp(policy.correlation().flapLeave(), 0, KEPT_AT_MOST - 2));
    }

    /** The changes worth keeping, with one more. */
    long[] with(long[] transitions, long at) {
        int kept = Math.min(transitions.length, Math.max(enter, leave + 1) - 1);
        long[] out = Arrays.copyOfRange(transitions, transitions.length - kept, transitions.length + 1);
        out[kept] = at;
        return out;
    }

    boolean flapsAt(long[] transitions, long now) {
        return transitions.length >= enter && transitions[transitions.length - enter] > now - window;
    }

    /** When an alert that changes no more is steady again. */
    long steadyAt(long[] transitions) {
        return transitions.length <= leave ? Long.MIN_VALUE : transitions[transitions.length - 1 - leave] + window;
    }
}
