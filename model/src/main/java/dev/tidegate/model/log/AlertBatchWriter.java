package dev.tidegate.model.log;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Scope;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the alerts of one scope and one request as a log record. Strings go into a dictionary once; alerts refer to them
 * by index, so a batch of 64 alerts of one rule is little longer than its differing values.
 *
 * <pre>
 * record     = 'T' version kind=1 receivedAt:signed tenant:string site:string source:string
 *              count:varint {string}              the dictionary
 *              count:varint {alert}
 * alert      = length:varint                      bytes that follow, so that a reader can skip a repeat unread
 *              fingerprint:8 textHash:8           identity; hash of annotations and generatorUrl
 *              startsAt:signed                    relative to receivedAt, microseconds
 *              flags:1 [endsAt:signed]            bit 0: endsAt is given, also relative to receivedAt
 *              count:varint {name value}          labels, sorted by name, dictionary indexes
 *              count:varint {name value}          annotations, sorted by name
 *              generatorUrl:varint                dictionary index
 * </pre>
 *
 * <p>Names and values must already be checked against the limits; labels must be sorted in byte order, unique and
 * non-empty. Not thread-safe.
 */
public final class AlertBatchWriter {
    static final int HAS_END = 1;

    private static final long MIX = 0x9e3779b97f4a7c15L;
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Bytes head = new Bytes(64);
    private final Bytes dictionary = new Bytes(2048);
    private final Bytes alerts = new Bytes(4096);
    private final Bytes one = new Bytes(256);
    private final long receivedAt;
    private int[] offsets = new int[128]; // of entry i: where its bytes begin in the dictionary
    private int[] lengths = new int[128];
    private long[] hashes = new long[128];
    private int[] table = new int[256]; // open addressing; entry index + 1
    private int[] atPlaces = new int[64]; // the word that stood at a place of the alert before; any entry to begin with
    private int entries;
    private int count;

    /**
     * @param source which door and sender it came through, for example {@code alertmanager-v2}
     * @param receivedAtMicros the gateway's clock, microseconds since 1970; kept as information, decides nothing
     */
    public AlertBatchWriter(Scope scope, String source, long receivedAtMicros) {
        receivedAt = receivedAtMicros;
        head.put(RecordKind.MAGIC);
        head.put(RecordKind.VERSION);
        head.put(RecordKind.ALERTS.code());
        head.putSigned(receivedAtMicros);
        head.putString(scope.tenant());
        head.putString(scope.site());
        head.putString(source);
    }

    /** The dictionary index of a UTF-8 slice. */
    public int word(byte[] utf8, int from, int length) {
        long hash = hash(utf8, from, length);
        int slot = (int) (hash ^ hash >>> 29) & (table.length - 1);
        while (table[slot] != 0) {
            int entry = table[slot] - 1;
            if (hashes[entry] == hash && sameBytes(entry, utf8, from, length)) {
                return entry;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return addWord(slot, hash, utf8, from, length);
    }

    /**
     * The dictionary index of a UTF-8 slice of which is known where in an alert it stands. The alerts of a batch mostly
     * have the same names, and many of the same values, in the same places; a word that was there in the alert before is
     * found without being hashed.
     *
     * @param place the same for what is likely to be the same word; from 0 on, and small
     */
    public int word(int place, byte[] utf8, int from, int length) {
        if (place >= atPlaces.length) {
            atPlaces = Arrays.copyOf(atPlaces, Math.max(place + 1, atPlaces.length * 2));
        }
        int guess = atPlaces[place];
        if (guess < entries && sameBytes(guess, utf8, from, length)) {
            return guess;
        }
        int entry = word(utf8, from, length);
        atPlaces[place] = entry;
        return entry;
    }

    public int word(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return word(utf8, 0, utf8.length);
    }

    /**
     * Adds one alert whose words are already in the dictionary.
     *
     * @param fingerprint of its labels
     * @param startsAt microseconds since 1970
     * @param endsAt microseconds since 1970, or {@link Micros#NONE}
     * @param labels name index, value index, …
     * @param labelWords how many entries of it count: twice the number of labels
     */
    public void add(
            long fingerprint,
            long startsAt,
            long endsAt,
            int[] labels,
            int labelWords,
            int[] annotations,
            int annotationWords,
            int generatorUrl) {
        one.clear();
        one.putLong(fingerprint);
        one.putLong(textHash(annotations, annotationWords, generatorUrl));
        one.putSigned(startsAt - receivedAt);
        boolean ends = endsAt != Micros.NONE;
        one.put((byte) (ends ? HAS_END : 0));
        if (ends) {
            one.putSigned(endsAt - receivedAt);
        }
        putPairs(labels, labelWords);
        putPairs(annotations, annotationWords);
        one.putVarint(generatorUrl);
        alerts.putVarint(one.size());
        alerts.put(one);
        count++;
    }

    /** Adds an alert that exists as objects; the way of the slower doors and of tests. */
    public void add(Alert alert) {
        add(
                alert.fingerprint(),
                Micros.of(alert.startsAt()),
                alert.endsAt() == null ? Micros.NONE : Micros.of(alert.endsAt()),
                words(alert.labels()),
                alert.labels().size() * 2,
                words(alert.annotations()),
                alert.annotations().size() * 2,
                word(alert.generatorUrl()));
    }

    public int count() {
        return count;
    }

    /** Roughly how long the record is so far, in bytes. */
    public int size() {
        return head.size() + dictionary.size() + alerts.size() + 10;
    }

    /** The finished record. */
    public byte[] toRecord() {
        Bytes out = new Bytes(head.size()
                + dictionary.size()
                + alerts.size()
                + Bytes.varintLength(entries)
                + Bytes.varintLength(count));
        out.put(head);
        out.putVarint(entries);
        out.put(dictionary);
        out.putVarint(count);
        out.put(alerts);
        return out.toArray();
    }

    private int[] words(Labels labels) {
        int[] out = new int[labels.size() * 2];
        for (int i = 0; i < labels.size(); i++) {
            out[2 * i] = word(labels.name(i));
            out[2 * i + 1] = word(labels.value(i));
        }
        return out;
    }

    private void putPairs(int[] words, int n) {
        one.putVarint(n / 2);
        for (int i = 0; i < n; i++) {
            one.putVarint(words[i]);
        }
    }

    private long textHash(int[] annotations, int n, int generatorUrl) {
        long hash = hashes[generatorUrl];
        for (int i = 0; i < n; i++) {
            hash = mixed(hash ^ hashes[annotations[i]]);
        }
        return hash;
    }

    /**
     * Eight bytes at a time: a word is hashed once per mention, and byte by byte that was a third of the time that decoding
     * an alert takes. The same on every machine, because the hash of the texts is made of these.
     */
    private static long hash(byte[] utf8, int from, int length) {
        long hash = (length + 1) * MIX;
        int at = from;
        for (int end = from + length - 8; at <= end; at += 8) {
            hash = mixed(hash ^ (long) EIGHT.get(utf8, at));
        }
        long tail = 0;
        for (int end = from + length; at < end; at++) {
            tail = tail << 8 | utf8[at] & 0xff;
        }
        return mixed(hash ^ tail);
    }

    private static long mixed(long hash) {
        long product = hash * MIX;
        return product ^ product >>> 32;
    }

    private boolean sameBytes(int entry, byte[] utf8, int from, int length) {
        return lengths[entry] == length
                && Arrays.equals(
                        dictionary.array(), offsets[entry], offsets[entry] + length, utf8, from, from + length);
    }

    private int addWord(int slot, long hash, byte[] utf8, int from, int length) {
        if (entries == offsets.length) {
            offsets = Arrays.copyOf(offsets, entries * 2);
            lengths = Arrays.copyOf(lengths, entries * 2);
            hashes = Arrays.copyOf(hashes, entries * 2);
        }
        dictionary.putVarint(length);
        offsets[entries] = dictionary.size();
        lengths[entries] = length;
        hashes[entries] = hash;
        dictionary.put(utf8, from, length);
        table[slot] = ++entries;
        if (entries * 2 > table.length) {
            rehash();
        }
        return entries - 1;
    }

    private void rehash() {
        int[] bigger = new int[table.length * 2];
        for (int entry = 0; entry < entries; entry++) {
            int slot = (int) (hashes[entry] ^ hashes[entry] >>> 29) & (bigger.length - 1);
            while (bigger[slot] != 0) {
                slot = (slot + 1) & (bigger.length - 1);
            }
            bigger[slot] = entry + 1;
        }
        table = bigger;
    }
}
