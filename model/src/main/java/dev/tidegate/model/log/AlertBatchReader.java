package dev.tidegate.model.log;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import dev.tidegate.model.StringPool;

/**
 * A cursor over the alerts of a record that {@link AlertBatchWriter} wrote. What a repeat needs (fingerprint, times, hash
 * of the texts) is read at each {@link #next()}; labels and annotations are made into objects only when asked for, which
 * for most alerts of a storm is never.
 */
public final class AlertBatchReader {
    private final byte[] record;
    private final ByteReader in;
    private final long receivedAt;
    private final Scope scope;
    private final String source;
    private final int[] offsets;
    private final int[] ends;
    private final int count;
    private int read;
    private int nextAlert;
    private long fingerprint;
    private long textHash;
    private long startsAt;
    private long endsAt;
    private int labelsAt;

    /** Opens a record; throws {@link MalformedRecordException} when it is not a whole record of alerts. */
    public AlertBatchReader(byte[] record) {
        if (RecordKind.of(record) != RecordKind.ALERTS) {
            throw new MalformedRecordException("the record holds a command, not alerts");
        }
        this.record = record;
        in = new ByteReader(record, 3, record.length);
        receivedAt = in.signed();
        scope = new Scope(in.string(), in.string());
        source = in.string();
        int words = in.length();
        offsets = new int[words];
        ends = new int[words];
        for (int i = 0; i < words; i++) {
            int length = in.length();
            offsets[i] = in.position();
            ends[i] = offsets[i] + length;
            in.skip(length);
        }
        count = in.length();
        nextAlert = in.position();
    }

    public Scope scope() {
        return scope;
    }

    public String source() {
        return source;
    }

    /** When the gateway received it, microseconds since 1970, by the gateway's clock. */
    public long receivedAt() {
        return receivedAt;
    }

    public int count() {
        return count;
    }

    /** Moves to the next alert; false when there is none. */
    public boolean next() {
        if (read == count) {
            return false;
        }
        read++;
        in.seek(nextAlert);
        int length = in.length();
        nextAlert = in.position() + length;
        fingerprint = in.fixedLong();
        textHash = in.fixedLong();
        startsAt = receivedAt + in.signed();
        endsAt = (in.get() & AlertBatchWriter.HAS_END) == 0 ? Micros.NONE : receivedAt + in.signed();
        labelsAt = in.position();
        return true;
    }

    public boolean hasNext() {
        return read < count;
    }

    /**
     * The fingerprints of the alerts to come, without moving on.
     *
     * @return how many: all that come, unless there are more than fit or one cannot be read; {@link #next} tells of that
     */
    public int peek(long[] fingerprints) {
        int most = Math.min(fingerprints.length, count - read);
        int at = nextAlert;
        for (int i = 0; i < most; i++) {
            try {
                in.seek(at);
                int length = in.length();
                at = in.position() + length;
                fingerprints[i] = in.fixedLong();
            } catch (MalformedRecordException unused) {
                return i;
            }
        }
        return most;
    }

    public long fingerprint() {
        return fingerprint;
    }

    /** Changes when annotations or generator URL do. */
    public long textHash() {
        return textHash;
    }

    public long startsAt() {
        return startsAt;
    }

    /** Microseconds since 1970, or {@link Micros#NONE} when the sender did not say. */
    public long endsAt() {
        return endsAt;
    }

    public Labels labels(StringPool pool) {
        in.seek(labelsAt);
        return pairs(pool);
    }

    public Labels annotations(StringPool pool) {
        in.seek(labelsAt);
        skipPairs();
        return pairs(pool);
    }

    public String generatorUrl(StringPool pool) {
        in.seek(labelsAt);
        skipPairs();
        skipPairs();
        return word(pool);
    }

    /** The current alert as one object. */
    public Alert alert(StringPool pool) {
        return new Alert(
                labels(pool),
                annotations(pool),
                Micros.toInstant(startsAt),
                endsAt == Micros.NONE ? null : Micros.toInstant(endsAt),
                generatorUrl(pool));
    }

    private Labels pairs(StringPool pool) {
        String[] pairs = new String[2 * in.length()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = word(pool);
        }
        return Labels.ofSorted(pairs);
    }

    private void skipPairs() {
        int words = 2 * in.length();
        for (int i = 0; i < words; i++) {
            in.varint();
        }
    }

    private String word(StringPool pool) {
        long index = in.varint();
        if (index < 0 || index >= offsets.length) {
            throw new MalformedRecordException("word " + index + " is not in the dictionary of " + offsets.length);
        }
        return pool.get(record, offsets[(int) index], ends[(int) index]);
    }
}
