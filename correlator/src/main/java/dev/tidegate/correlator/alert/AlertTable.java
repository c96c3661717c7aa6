package dev.tidegate.correlator.alert;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Identities by tenant and fingerprint: open addressing, the identities themselves in the slots. A look-up among a million
 * costs one miss in an array of references and one in the identity, which is wanted anyway.
 */
final class AlertTable {
    private static final Comparator<AlertState> ORDER = Comparator.comparing((AlertState a) -> a.scope.tenant())
            .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint));

    private @Nullable AlertState[] slots = new AlertState[1024];
    private int size;

    int size() {
        return size;
    }

    @Nullable
    AlertState get(String tenant, long fingerprint) {
        int mask = slots.length - 1;
        int slot = home(fingerprint, mask);
        AlertState state = slots[slot];
        while (state != null
                && !(state.fingerprint == fingerprint && state.scope.tenant().equals(tenant))) {
            slot = slot + 1 & mask;
            state = slots[slot];
        }
        return state;
    }

    /**
     * Looks identities up ahead of their use. The loads do not wait for each other, so the memory serves several at a time;
     * one after the other they would take as many times as long.
     */
    long warm(long[] fingerprints, int count) {
        int mask = slots.length - 1;
        long touched = 0;
        for (int i = 0; i < count; i++) {
            AlertState state = slots[home(fingerprints[i], mask)];
            touched += state == null ? 0 : state.startsAt ^ state.repeats ^ (state.firing ? 1 : 0);
        }
        return touched;
    }

    /** Adds an identity that is not in it. */
    void add(AlertState state) {
        if (++size * 2 > slots.length) {
            grow();
        }
        insert(state);
    }

    void remove(AlertState state) {
        int mask = slots.length - 1;
        int gap = home(state.fingerprint, mask);
        while (slots[gap] != state) {
            if (slots[gap] == null) {
                return;
            }
            gap = gap + 1 & mask;
        }
        size--;
        // close the gap: move back what was pushed past it
        for (int next = gap + 1 & mask; ; next = next + 1 & mask) {
            AlertState pushed = slots[next];
            if (pushed == null) {
                break;
            }
            if ((next - home(pushed.fingerprint, mask) & mask) >= (next - gap & mask)) {
                slots[gap] = pushed;
                gap = next;
            }
        }
        slots[gap] = null;
    }

    /** Those that match, by tenant and fingerprint: where they lie in the table must not show. */
    List<AlertState> sorted(Predicate<AlertState> which) {
        return Arrays.stream(slots)
                .<AlertState>mapMulti((state, out) -> {
                    if (state != null && which.test(state)) {
                        out.accept(state);
                    }
                })
                .sorted(ORDER)
                .toList();
    }

    /** Tenants are not mixed in: fingerprints rarely meet across them, and then sit side by side. */
    private static int home(long fingerprint, int mask) {
        long mixed = fingerprint * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void insert(AlertState state) {
        int mask = slots.length - 1;
        int slot = home(state.fingerprint, mask);
        while (slots[slot] != null) {
            slot = slot + 1 & mask;
        }
        slots[slot] = state;
    }

    private void grow() {
        @Nullable AlertState[] old = slots;
        slots = new AlertState[old.length * 2];
        for (AlertState state : old) {
            if (state != null) {
                insert(state);
            }
        }
    }
}
