package dev.tidegate.rollout.plan;

import java.util.Collections;
import java.util.List;

/**
 * Puts lists into an order that only a seed decides, on every platform and for good: a recorded seed must give the recorded
 * choice in years to come. Fisher and Yates over SplitMix64 (Steele, Lea, Flood 2014).
 */
final class Shuffle {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;

    Shuffle(long seed) {
        state = seed;
    }

    void mix(List<?> list) {
        for (int last = list.size() - 1; last > 0; last--) {
            Collections.swap(list, last, below(last + 1));
        }
    }

    private int below(int bound) {
        state += GAMMA;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return (int) Math.floorMod(mixed ^ (mixed >>> 31), (long) bound);
    }
}
