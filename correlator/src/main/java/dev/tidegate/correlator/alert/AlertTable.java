package dev.tidegate.correlator.alert;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Identities by tenant and fingerprint: open addressing over the numbers of {@link Lines}. A look-up among a million costs
 * one miss in an array of numbers and one in the line, which is wanted anyway; the identity itself is only reached for when
 * a message says something new.
 */
final class AlertTable {
    private static final Comparator<AlertState> ORDER = Comparator.comparing((AlertState a) -> a.scope.tenant())
            .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint));
    private static final String SOME_DOOR = "other";

    final Lines lines = new Lines();
    final Numbers tenants = new Numbers(Lines.TENANT_NUMBERS);
    final Numbers doors = new Numbers(Lines.DOOR_NUMBERS);
    private int[] slots = new int[1024];
    private @Nullable AlertState[] states = new AlertState[256]; // by line
    private int size;

    int size() {
        return size;
    }

    @Nullable
    AlertState get(String tenant, long fingerprint) {
        return states[line(tenant, fingerprint)];
    }

    /** The identity of a line that is in use. */
    AlertState state(int line) {
        AlertState state = states[line];
        if (state == null) {
            throw new IllegalStateException("line " + line + " is nobody's");
        }
        return state;
    }

    /** The line of an identity; {@link Lines#NONE} when it is not in the table. */
    int line(String tenant, long fingerprint) {
        int number = tenants.of(tenant);
        int mask = slots.length - 1;
        int slot = home(fingerprint, mask);
        int line = slots[slot];
        while (line != Lines.NONE
                && !(lines.fingerprint(line) == fingerprint
                        && lines.tenant(line) == number
                        && (tenants.isOne(number) || state(line).scope.tenant().equals(tenant)))) {
            slot = slot + 1 & mask;
            line = slots[slot];
        }
        return line;
    }

    /** The door of a number. */
    String door(int number) {
        return doors.isOne(number) ? doors.word(number) : SOME_DOOR;
    }

    /**
     * Looks identities up ahead of their use. The loads do not wait for each other, so the memory serves several at a time;
     * one after the other they would take as many times as long.
     */
    long warm(long[] fingerprints, int count, int[] found) {
        int mask = slots.length - 1;
        for (int i = 0; i < count; i++) {
            found[i] = slots[home(fingerprints[i], mask)];
        }
        long touched = 0;
        for (int i = 0; i < count; i++) {
            touched += lines.fingerprint(found[i]);
        }
        return touched;
    }

    /** Adds an identity that is not in it. */
    void add(AlertState state) {
        if (++size * 2 > slots.length) {
            grow();
        }
        if (state.line >= states.length) {
            states = Arrays.copyOf(states, Math.max(state.line + 1, states.length * 2));
        }
        states[state.line] = state;
        insert(state.line);
    }

    /** Takes an identity out, and gives its line back. */
    void remove(AlertState state) {
        int mask = slots.length - 1;
        int gap = home(state.fingerprint, mask);
        while (slots[gap] != state.line) {
            if (slots[gap] == Lines.NONE) {
                return;
            }
            gap = gap + 1 & mask;
        }
        size--;
        // close the gap: move back what was pushed past it
        for (int next = gap + 1 & mask; slots[next] != Lines.NONE; next = next + 1 & mask) {
            int home = home(lines.fingerprint(slots[next]), mask);
            if ((next - home & mask) >= (next - gap & mask)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = Lines.NONE;
        states[state.line] = null;
        lines.giveBack(state.line);
    }

    /** Those that match, by tenant and fingerprint: in which line they are must not show. */
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

    /** Tenants are not mixed in: fingerprints rarely meet across them, and then sit side by side. */
    private static int home(long fingerprint, int mask) {
        long mixed = fingerprint * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }

    private void insert(int line) {
        int mask = slots.length - 1;
        int slot = home(lines.fingerprint(line), mask);
        while (slots[slot] != Lines.NONE) {
            slot = slot + 1 & mask;
        }
        slots[slot] = line;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int line : old) {
            if (line != Lines.NONE) {
                insert(line);
            }
        }
    }
}
