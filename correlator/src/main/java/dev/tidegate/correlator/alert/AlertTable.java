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
 *
 * <p>A slot holds a line and, in the bits that lines do not need, a part of the fingerprint's hash. About every second
 * look-up passes a slot that is another's, and what the slot says of the hash mostly spares it the other's line: that would
 * be a miss for nothing. Numbers of lines fit because at least half of the slots are empty.
 */
final class AlertTable {
    private static final Comparator<AlertState> ORDER = Comparator.comparing((AlertState a) -> a.scope.tenant())
            .thenComparing((a, b) -> Long.compareUnsigned(a.fingerprint, b.fingerprint));
    private static final String SOME_DOOR = "other";
    private static final int EMPTY = 0; // no line is numbered 0, so nothing else looks like it

    final Lines lines = new Lines();
    final Numbers tenants = new Numbers(Lines.TENANT_NUMBERS);
    final Numbers doors = new Numbers(Lines.DOOR_NUMBERS);
    private int[] slots = new int[1024];
    private @Nullable AlertState[] states = new AlertState[256]; // by line
    private int size;
    private int latest; // the line that was asked for last
    private int runFrom; // lines that will be asked for one after the other, as far as was seen ahead
    private int runLength;

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
        int following = latest + 1;
        if (following - runFrom >= 0
                && following - runFrom < runLength
                && isLineOf(following, tenant, number, fingerprint)) {
            latest = following;
            return following;
        }
        int mask = slots.length - 1;
        int hash = hash(fingerprint);
        int slot = next(hash & mask, hash, mask);
        while (slots[slot] != EMPTY) {
            int line = slots[slot] & mask;
            if (isLineOf(line, tenant, number, fingerprint)) {
                latest = line;
                return line;
            }
            slot = next(slot + 1 & mask, hash, mask);
        }
        return Lines.NONE;
    }

    private boolean isLineOf(int line, String tenant, int number, long fingerprint) {
        return lines.fingerprint(line) == fingerprint
                && lines.tenant(line) == number
                && (tenants.isOne(number) || state(line).scope.tenant().equals(tenant));
    }

    /** The first slot from one on that may be a hash's own, or is empty. */
    private int next(int from, int hash, int mask) {
        int slot = from;
        while (slots[slot] != EMPTY && ((slots[slot] ^ hash) & ~mask) != 0) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** The door of a number. */
    String door(int number) {
        return doors.isOne(number) ? doors.word(number) : SOME_DOOR;
    }

    /**
     * Looks identities up ahead of their use. Senders repeat alerts in the order in which they came first, and so their
     * lines mostly follow each other: as far as they do, no slot is looked at. For the rest, first all slots are, then all
     * lines. The loads do not wait for each other, so the memory serves several at a time; one after the other they would
     * take as many times as long.
     *
     * @return something made of all that was loaded, so that no load can be left out
     */
    long warm(long[] fingerprints, int count) {
        int mask = slots.length - 1;
        long touched = 0;
        int run = run(fingerprints, count);
        for (int i = run; i < count; i++) {
            touched += slots[hash(fingerprints[i]) & mask];
        }
        for (int i = run; i < count; i++) {
            int hash = hash(fingerprints[i]);
            touched += lines.fingerprint(slots[next(hash & mask, hash, mask)] & mask);
        }
        return touched;
    }

    /** How many identities, from the first on, have lines one after the other; those are where {@link #line} looks first. */
    private int run(long[] fingerprints, int count) {
        if (count == 0) {
            return 0;
        }
        int mask = slots.length - 1;
        int hash = hash(fingerprints[0]);
        int first = slots[next(hash & mask, hash, mask)] & mask;
        latest = first - 1;
        runFrom = first;
        runLength = lines.run(first, fingerprints, count);
        return runLength;
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
        int gap = hash(state.fingerprint) & mask;
        while ((slots[gap] & mask) != state.line) {
            if (slots[gap] == EMPTY) {
                return;
            }
            gap = gap + 1 & mask;
        }
        size--;
        // close the gap: move back what was pushed past it
        for (int next = gap + 1 & mask; slots[next] != EMPTY; next = next + 1 & mask) {
            int home = hash(lines.fingerprint(slots[next] & mask)) & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                slots[gap] = slots[next];
                gap = next;
            }
        }
        slots[gap] = EMPTY;
        states[state.line] = null;
        runLength = 0; // the line may be one of them
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
    private static int hash(long fingerprint) {
        return (int) (fingerprint * 0x9e3779b97f4a7c15L >>> 32);
    }

    private void insert(int line) {
        int mask = slots.length - 1;
        int hash = hash(lines.fingerprint(line));
        int slot = hash & mask;
        while (slots[slot] != EMPTY) {
            slot = slot + 1 & mask;
        }
        slots[slot] = hash & ~mask | line;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        for (int slot : old) {
            if (slot != EMPTY) {
                insert(slot & old.length - 1);
            }
        }
    }
}
