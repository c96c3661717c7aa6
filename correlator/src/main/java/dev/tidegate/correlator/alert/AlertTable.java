package dev.tidegate.correlator.alert;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Identities by tenant and fingerprint: open addressing with the mixed keys in an array of their own, so that a look-up
 * among a million costs about two cache misses and no object.
 */
final class AlertTable {
    private static final Comparator<AlertState> ORDER = Comparator.comparing((AlertState a) -> a.scope.tenant())
            .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint));

    private long[] keys = new long[1024]; // 0 is free
    private @Nullable AlertState[] states = new AlertState[1024];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    AlertState get(String tenant, long fingerprint) {
        long key = key(tenant, fingerprint);
        int mask = keys.length - 1;
        for (int slot = place(key, mask); keys[slot] != 0; slot = slot + 1 & mask) {
            AlertState state = states[slot];
            if (keys[slot] == key && state != null && isFor(state, tenant, fingerprint)) {
                return state;
            }
        }
        return null;
    }

    /** Adds an identity that is not in it. */
    void add(AlertState state) {
        if (++size * 2 > keys.length) {
            grow();
        }
        insert(key(state.scope.tenant(), state.fingerprint), state);
    }

    void remove(AlertState state) {
        int mask = keys.length - 1;
        int slot = place(key(state.scope.tenant(), state.fingerprint), mask);
        while (states[slot] != state) {
            if (keys[slot] == 0) {
                return;
            }
            slot = slot + 1 & mask;
        }
        size--;
        // close the gap: move back what was pushed past it
        int gap = slot;
        for (int next = gap + 1 & mask; keys[next] != 0; next = next + 1 & mask) {
            int home = place(keys[next], mask);
            if ((next - home & mask) >= (next - gap & mask)) {
                keys[gap] = keys[next];
                states[gap] = states[next];
                gap = next;
            }
        }
        keys[gap] = 0;
        states[gap] = null;
    }

    /** Those that match, by tenant and fingerprint: where they lie in the table must not show. */
    List<AlertState> sorted(Predicate<AlertState> which) {
        return Arrays.stream(states)
                .<AlertState>mapMulti((state, out) -> {
                    if (state != null && which.test(state)) {
                        out.accept(state);
                    }
                })
                .sorted(ORDER)
                .toList();
    }

    private static boolean isFor(AlertState state, String tenant, long fingerprint) {
        return state.fingerprint == fingerprint && state.scope.tenant().equals(tenant);
    }

    private static long key(String tenant, long fingerprint) {
        long mixed = (fingerprint ^ tenant.hashCode() * 0xd6e8feb86659fd93L) * 0x9e3779b97f4a7c15L;
        mixed ^= mixed >>> 32;
        return mixed == 0 ? 1 : mixed;
    }

    private static int place(long key, int mask) {
        return (int) (key ^ key >>> 32) & mask;
    }

    private void insert(long key, AlertState state) {
        int mask = keys.length - 1;
        int slot = place(key, mask);
        while (keys[slot] != 0) {
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        states[slot] = state;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable AlertState[] oldStates = states;
        keys = new long[oldKeys.length * 2];
        states = new AlertState[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            AlertState state = oldStates[i];
            if (state != null) {
                insert(oldKeys[i], state);
            }
        }
    }
}
