package dev.tidegate.correlator.alert;

import dev.tidegate.model.Micros;
import java.util.Arrays;

/**
 * What every message about an alert must look at, as eight numbers an alert side by side.
 *
 * <p>Most messages of a storm repeat what is known. Such a message reads and writes one line here and nothing else; a line
 * is 64 bytes, as those of caches are, and begins where one of theirs begins, so that it costs one miss when a million fire.
 * Lines are numbered; that of an alert that is forgotten is given to the next.
 *
 * <p>Lines lie in arrays of eight mebibytes, header included. Such an array begins at a whole region of the heap, is never
 * moved, and fills whole large pages. Each access also reads the length in its array's header, and all headers want the same
 * few places of the caches, being as far apart as they are: a million lines must not have more arrays than such places.
 */
final class Lines {
    /** Names a line that no alert has. */
    static final int NONE = 0;

    /** In place of a fingerprint where no alert has the line; one alert in 2^64 has just this one. */
    private static final long UNUSED = 0;

    private static final int FINGERPRINT = 0;
    private static final int TEXT_HASH = 1;
    private static final int STARTS_AT = 2;
    private static final int ENDS_AT = 3;
    private static final int BARE_SEEN = 4;
    private static final int LAST_SEEN = 5;
    private static final int TIMER = 6;
    private static final int REST = 7; // repeats, tenant, door, firing

    private static final int FIELDS = 3; // as a shift
    private static final int ARRAY = 17; // lines of one array, as a shift
    private static final int IN_ARRAY = (1 << ARRAY) - 1;
    private static final int BEFORE = 6; // with the array's header of two numbers, a whole line: one line fewer fits
    private static final int FEW = 64;

    private static final int DOOR = 1;
    private static final int TENANT = 16;
    private static final int REPEATS = 32;
    private static final long FIRES = 1;
    private static final long ONE_REPEAT = 1L << REPEATS;
    private static final long MOST_REPEATS = (1L << 32) - 1;
    private static final long DOORS = 0x7fff;
    private static final long TENANTS = 0xffff;

    /** Numbers that fit for doors and tenants. The last one of each stands for all further ones. */
    static final int DOOR_NUMBERS = (int) DOORS + 1;

    static final int TENANT_NUMBERS = (int) TENANTS + 1;

    private long[][] arrays = {new long[BEFORE + (FEW << FIELDS)]};
    private int[] free = new int[FEW];
    private int freed;
    private int next = 1;

    /** A line for an alert that has said nothing yet. */
    int take(long fingerprint, int tenant) {
        int line = freed > 0 ? free[--freed] : fresh();
        long[] array = array(line);
        int at = at(line);
        array[at + FINGERPRINT] = fingerprint;
        array[at + TEXT_HASH] = 0;
        array[at + STARTS_AT] = 0;
        array[at + ENDS_AT] = Micros.NONE;
        array[at + BARE_SEEN] = Micros.NONE;
        array[at + LAST_SEEN] = 0;
        array[at + TIMER] = Micros.NONE;
        array[at + REST] = (long) tenant << TENANT;
        return line;
    }

    void giveBack(int line) {
        if (freed == free.length) {
            free = Arrays.copyOf(free, freed * 2);
        }
        set(line, FINGERPRINT, UNUSED);
        set(line, TIMER, Micros.NONE);
        free[freed++] = line;
    }

    private int fresh() {
        int line = next++;
        if ((next & IN_ARRAY) == IN_ARRAY) {
            next++;
        }
        int which = line >>> ARRAY;
        if (which == arrays.length) {
            arrays = Arrays.copyOf(arrays, which + 1);
            arrays[which] = new long[BEFORE + (IN_ARRAY << FIELDS)];
        }
        int length = arrays[which].length; // the first grows, so that a small shard stays small
        if (at(line) >= length) {
            int lines = Math.min(IN_ARRAY, (length - BEFORE >>> FIELDS) * 2);
            arrays[which] = Arrays.copyOf(arrays[which], BEFORE + (lines << FIELDS));
        }
        return line;
    }

    private long[] array(int line) {
        return arrays[line >>> ARRAY];
    }

    private static int at(int line) {
        return BEFORE + ((line & IN_ARRAY) << FIELDS);
    }

    private long get(int line, int field) {
        return array(line)[at(line) + field];
    }

    private void set(int line, int field, long value) {
        array(line)[at(line) + field] = value;
    }

    /** How many fingerprints, from the first on, are those of a line and of the lines after it in its array. */
    int run(int line, long[] fingerprints, int count) {
        long[] array = array(line);
        int first = at(line) + FINGERPRINT;
        int most = Math.min(count, array.length - first + (1 << FIELDS) - 1 >>> FIELDS);
        int run = 0;
        while (run < most && array[first + (run << FIELDS)] == fingerprints[run] && fingerprints[run] != UNUSED) {
            run++;
        }
        return run;
    }

    long fingerprint(int line) {
        return get(line, FINGERPRINT);
    }

    long textHash(int line) {
        return get(line, TEXT_HASH);
    }

    void textHash(int line, long hash) {
        set(line, TEXT_HASH, hash);
    }

    long startsAt(int line) {
        return get(line, STARTS_AT);
    }

    void startsAt(int line, long micros) {
        set(line, STARTS_AT, micros);
    }

    long endsAt(int line) {
        return get(line, ENDS_AT);
    }

    void endsAt(int line, long micros) {
        set(line, ENDS_AT, micros);
    }

    long bareSeen(int line) {
        return get(line, BARE_SEEN);
    }

    void bareSeen(int line, long micros) {
        set(line, BARE_SEEN, micros);
    }

    long lastSeen(int line) {
        return get(line, LAST_SEEN);
    }

    void lastSeen(int line, long micros) {
        set(line, LAST_SEEN, micros);
    }

    long timer(int line) {
        return get(line, TIMER);
    }

    void timer(int line, long micros) {
        set(line, TIMER, micros);
    }

    boolean firing(int line) {
        return (get(line, REST) & FIRES) != 0;
    }

    void firing(int line, boolean fires) {
        set(line, REST, get(line, REST) & ~FIRES | (fires ? FIRES : 0));
    }

    int tenant(int line) {
        return (int) (get(line, REST) >>> TENANT & TENANTS);
    }

    int door(int line) {
        return (int) (get(line, REST) >>> DOOR & DOORS);
    }

    void door(int line, int number) {
        set(line, REST, get(line, REST) & ~(DOORS << DOOR) | (long) number << DOOR);
    }

    long repeats(int line) {
        return get(line, REST) >>> REPEATS;
    }

    void repeats(int line, long count) {
        set(line, REST, get(line, REST) & ONE_REPEAT - 1 | Math.min(count, MOST_REPEATS) << REPEATS);
    }

    /** Until when it counts as firing if nobody says anything more. */
    long deadline(int line, long resolveTimeout) {
        long[] array = array(line);
        int at = at(line);
        long bare = array[at + BARE_SEEN];
        return Math.max(array[at + ENDS_AT], bare == Micros.NONE ? Micros.NONE : bare + resolveTimeout);
    }

    /** A message: counters, and until when it may be taken as firing. An explicit end beats an older timeout. */
    void said(int line, long promise, int door, long now) {
        long[] array = array(line);
        int at = at(line);
        long rest = array[at + REST];
        if (rest >>> REPEATS < MOST_REPEATS) {
            rest += ONE_REPEAT;
        }
        array[at + REST] = rest & ~(DOORS << DOOR) | (long) door << DOOR;
        array[at + LAST_SEEN] = now;
        if ((rest & FIRES) != 0) {
            if (promise == Micros.NONE) {
                array[at + BARE_SEEN] = now;
            } else {
                array[at + BARE_SEEN] = Micros.NONE;
                array[at + ENDS_AT] = Math.max(array[at + ENDS_AT], promise);
            }
        }
    }
}
