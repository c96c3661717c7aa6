package dev.tidegate.gateway.stream;

import dev.tidegate.gateway.stream.EventRing.Entry;
import java.util.ArrayList;
import java.util.List;

/**
 * One reader's place in the ring. It takes what it wants when it can, so its pace is nobody else's matter.
 *
 * <p>Not thread-safe: one drain at a time.
 */
public final class RingReader {
    /** Frames handed over at a time. */
    public static final int MAX_FRAMES = 64;
    /** Bytes handed over at a time, give or take a frame. */
    public static final int MAX_BYTES = 16 * 1024;
    /** Unwanted events looked at before others get the thread. */
    static final int MAX_LOOKED_AT = 4_096;

    private final EventRing ring;
    private final EventFilter filter;
    private final Framing framing;
    private long cursor;
    private Position position;

    /**
     * @param position what the reader has had; nothing between it and the cursor is missing from the ring
     * @param cursor index of the entry to look at next
     */
    public RingReader(EventRing ring, EventFilter filter, Framing framing, Position position, long cursor) {
        this.ring = ring;
        this.filter = filter;
        this.framing = framing;
        this.position = position;
        this.cursor = cursor;
    }

    /** What looking for more gave. */
    public sealed interface Polled {
        /** Frames to send. */
        record Frames(List<byte[]> frames) implements Polled {}

        /** There may be more at once, but nothing of it was wanted so far. */
        record Busy() implements Polled {}

        /** Nothing more for now. */
        record Idle() implements Polled {}

        /** The ring went on without this reader. */
        record Overtaken() implements Polled {}
    }

    public Polled poll() {
        List<byte[]> frames = new ArrayList<>();
        int bytes = 0;
        for (int looked = 0; looked < MAX_LOOKED_AT && frames.size() < MAX_FRAMES && bytes < MAX_BYTES; looked++) {
            Entry entry = ring.get(cursor);
            if (entry == null) {
                if (!frames.isEmpty()) {
                    return new Polled.Frames(frames);
                }
                return ring.overtaken(cursor) ? new Polled.Overtaken() : new Polled.Idle();
            }
            cursor++;
            StreamEvent event = entry.event();
            if (event.seq() <= position.at(event.partition())) {
                continue;
            }
            boolean caughtUp = entry.after().covers(position);
            position = caughtUp ? entry.after() : position.with(event.partition(), event.seq());
            if (filter.wants(event)) {
                byte[] frame = frame(entry, caughtUp);
                frames.add(frame);
                bytes += frame.length;
            }
        }
        return frames.isEmpty() ? new Polled.Busy() : new Polled.Frames(frames);
    }

    /** A reader that is just where the ring was shares the ring's frames, ids and all. */
    private byte[] frame(Entry entry, boolean caughtUp) {
        return caughtUp
                ? entry.frame(framing)
                : framing.frame(
                        entry.event().kind(), position.toString(), entry.event().json());
    }

    public Position position() {
        return position;
    }

    public byte[] heartbeat() {
        return framing.heartbeat(position.toString());
    }
}
