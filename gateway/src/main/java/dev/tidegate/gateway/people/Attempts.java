package dev.tidegate.gateway.people;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses passwords: a few are free for a name from an address, and some more for all names from an address;
 * each one after that must wait, twice as long each time. Thread-safe. The oldest is forgotten when there are too many.
 */
public final class Attempts {
    public static final int FREE_FOR_A_NAME = 5;
    public static final int FREE_FOR_AN_ADDRESS = 30;
    public static final int MAX_KEPT = 10_000;
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private record Tries(int count, Instant until, Instant forgetAt) {}

    private final Map<String, Tries> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /**
     * Begins a try, which counts as wrong until {@link #right} is said.
     *
     * @return how long to wait instead; zero when it may be tried
     */
    public synchronized Duration begin(String name, String address, Instant now) {
        Duration wait = longer(wait(ofName(name, address), now), wait(ofAddress(address), now));
        if (wait.isZero()) {
            count(ofName(name, address), FREE_FOR_A_NAME, now);
            count(ofAddress(address), FREE_FOR_AN_ADDRESS, now);
        }
        return wait;
    }

    /** The last try was right: nothing is held against the name, and this try not against the address. */
    public synchronized void right(String name, String address) {
        kept.remove(ofName(name, address));
        kept.computeIfPresent(
                ofAddress(address), (key, tries) -> new Tries(tries.count() - 1, Instant.MIN, tries.forgetAt()));
    }

    public synchronized int size() {
        return kept.size();
    }

    private Duration wait(String key, Instant now) {
        @Nullable Tries tries = kept.get(key);
        return tries == null || !now.isBefore(tries.until()) ? Duration.ZERO : Duration.between(now, tries.until());
    }

    private void count(String key, int free, Instant now) {
        @Nullable Tries before = kept.get(key);
        int count = before == null || !now.isBefore(before.forgetAt()) ? 1 : before.count() + 1;
        Duration wait = count < free ? Duration.ZERO : pause(count - free);
        kept.put(key, new Tries(count, now.plus(wait), now.plus(wait).plus(LONGEST_WAIT)));
    }

    private static Duration pause(int beyond) {
        int doublings = Math.min(beyond, 10);
        Duration pause = FIRST_WAIT.multipliedBy(1L << doublings);
        return pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static String ofName(String name, String address) {
        return address + " " + name;
    }

    private static String ofAddress(String address) {
        return address;
    }
}
