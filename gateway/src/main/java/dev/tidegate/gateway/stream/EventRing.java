package dev.tidegate.gateway.stream;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest events, in the order this process saw them, kept once for all readers.
 *
 * <p>One thread writes; any number of readers read, each with a cursor of its own, without locks and without being known
 * here: that is why a slow reader costs nobody anything. Events stand in slots by their index modulo the capacity; a
 * reader that finds a younger event, or none, where it looks has been overtaken.
 *
 * <p>Per partition the ring has no gaps: whoever writes fills them first, or begins anew with {@link #restart}. Between
 * {@link #floor} and {@link #top}, both positions, it holds everything.
 */
public final class EventRing {
    public static final int MAX_EVENTS = 65_536;
    public static final long MAX_BYTES = 64L << 20;

    private final int capacity;
    private final LongSupplier maxBytes;
    private final AtomicReferenceArray<@Nullable Entry> slots;
    private volatile Span span;
    private long bytes;

    /**
     * What the ring holds: entries from {@code head} up to but without {@code tail}, which take a reader from one
     * position to another.
     */
    private record Span(long head, long tail, Position floor, Position top) {}

    /** An event in the ring, with the frames that all readers share. */
    public static final class Entry {
        private final long index;
        private final StreamEvent event;
        private final Position after;
        private volatile byte @Nullable [] sse;
        private volatile byte @Nullable [] ndjson;

        private Entry(long index, StreamEvent event, Position after) {
            this.index = index;
            this.event = event;
            this.after = after;
        }

        public StreamEvent event() {
            return event;
        }

        /** Where a reader is that has had everything in the ring up to and with this event. */
        public Position after() {
            return after;
        }

        /** Made by the first reader that wants it; two may do so at once, to the same effect. */
        public byte[] frame(Framing framing) {
            byte[] made = framing == Framing.SSE ? sse : ndjson;
            if (made == null) {
                made = framing.frame(event.kind(), after.toString(), event.json());
                if (framing == Framing.SSE) {
                    sse = made;
                } else {
                    ndjson = made;
                }
            }
            return made;
        }
    }

    public EventRing(int maxEvents, long maxBytes) {
        this(maxEvents, () -> maxBytes);
    }

    /** @param maxBytes asked at each event: for rings that share a budget */
    public EventRing(int maxEvents, LongSupplier maxBytes) {
        this.capacity = maxEvents;
        this.maxBytes = maxBytes;
        this.slots = new AtomicReferenceArray<>(maxEvents);
        this.span = new Span(0, 0, Position.start(), Position.start());
    }

    /** Forgets everything and goes on from a position: readers that are not there have been overtaken. */
    public void restart(Position position) {
        Span now = span;
        for (long i = now.head(); i < now.tail(); i++) {
            slots.set((int) (i % capacity), null);
        }
        bytes = 0;
        // one index is left out, so that cursors at the old tail notice
        span = new Span(now.tail() + 1, now.tail() + 1, position, position);
    }

    /** Takes an event in; false when it was here before. The caller has made sure that none is missing in between. */
    public boolean append(StreamEvent event) {
        long expected = span.top().at(event.partition()) + 1;
        if (event.seq() > expected) {
            throw new IllegalStateException("partition " + event.partition() + ": event " + expected
                    + " is missing before event " + event.seq());
        }
        return appendAfterGap(event);
    }

    /** Likewise, for events whose numbers may have gaps: only what is not younger than the youngest is left out. */
    public boolean appendAfterGap(StreamEvent event) {
        Span now = span;
        if (event.seq() <= now.top().at(event.partition())) {
            return false;
        }
        Position top = now.top().with(event.partition(), event.seq());
        long head = now.head();
        Position floor = now.floor();
        long size = event.json().length;
        while (now.tail() - head >= capacity || bytes + size > maxBytes.getAsLong() && head < now.tail()) {
            Entry oldest = slots.getAndSet((int) (head % capacity), null);
            if (oldest != null) {
                bytes -= oldest.event().json().length;
                floor = floor.with(oldest.event().partition(), oldest.event().seq());
            }
            head++;
        }
        slots.set((int) (now.tail() % capacity), new Entry(now.tail(), event, top));
        bytes += size;
        span = new Span(head, now.tail() + 1, floor, top);
        return true;
    }

    /** The entry at an index; null when it is not there yet or no more: {@link #overtaken} tells which. */
    public @Nullable Entry get(long index) {
        Entry entry = slots.get((int) (index % capacity));
        return entry == null || entry.index != index ? null : entry;
    }

    public boolean overtaken(long index) {
        return index < span.head();
    }

    /** What its events occupy, frames left out. Only the writing thread sees the newest figure. */
    public long bytes() {
        return bytes;
    }

    /** The youngest entry; null when there is none. */
    public @Nullable Entry latest() {
        long tail = span.tail();
        return tail == 0 ? null : get(tail - 1);
    }

    /** Index the oldest entry has. */
    public long head() {
        return span.head();
    }

    /** Index the next entry will have. */
    public long tail() {
        return span.tail();
    }

    /** The position before the oldest entry. */
    public Position floor() {
        return span.floor();
    }

    /** The position after the youngest entry. */
    public Position top() {
        return span.top();
    }

    /** Where a reader at a position begins to read; -1 when the ring no longer holds all that it lacks. */
    public long cursorFor(Position position) {
        Span now = span;
        return position.covers(now.floor()) ? now.head() : -1;
    }
}
